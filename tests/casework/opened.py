"""A case file opened as the door opens it for one of the cast."""

import contextlib
from collections.abc import Iterator

from casework import access
from casework.access import OpenCase
from consent import keyring
from consent.actors import acting
from consent.models import Account
from tests.people import Cast, actor


@contextlib.contextmanager
def opened(cast: Cast, account: Account | None = None) -> Iterator[OpenCase]:
    """The cast's case file as the account (minna unless named) may record in it."""
    account = account or cast.minna
    with keyring.fresh() as ring, acting(account):
        found = access.case_to_record(actor(account), cast.case.uid)
        ring.open(found.opens)
        ring.allow_sealing(found.seals)
        yield found.it
