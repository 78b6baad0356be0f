"""The health compartment is written on a ground in force at that moment and on no other (Art. 9(2); domain.md §2.1)."""

from django.utils.translation import gettext_lazy as _

from casework.models import CaseFile
from consent import consents
from consent.errors import NotNow

HEALTH = "health"  # the code of its purpose


class HealthGroundNeeded(NotNow):
    message = _("The person has not allowed notes about their health, or no longer allows them. Ask for it first.")


def holds(case: CaseFile) -> bool:
    """Whether something allows a note about the person's health today."""
    return consents.ground_for(case.subject, purpose=HEALTH, programme=case.programme) is not None


def require(case: CaseFile) -> None:
    """Raise HealthGroundNeeded where nothing does."""
    if not holds(case):
        raise HealthGroundNeeded
