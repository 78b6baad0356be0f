"""Fixtures of the desk's pages."""

import pytest

from consent import default_grounds
from consent.models import LegalGround
from tests.casework.desk.consent_answers import TELL
from tests.people import Cast, with_grounds


@pytest.fixture
def grounds(cast: Cast) -> dict[str, LegalGround]:
    """The default grounds, and the question about telling the employment services."""
    found = with_grounds(cast.house.programme)
    default_grounds.ask(found["referral"], TELL, recipient=cast.house.employment, order=20)
    return found
