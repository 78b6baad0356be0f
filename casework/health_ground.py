"""The health compartment is written on a ground in force at that moment and on no other (Art. 9(2); domain.md §2.1)."""

from casework.models import CaseFile
from consent import consents, keyring
from consent.keyring import GroundNeeded

HEALTH = "health"  # the code of its purpose


def holds(case: CaseFile) -> bool:
    """Whether something allows a note about the person's health today."""
    return consents.ground_for(case.subject, purpose=HEALTH, programme=case.programme) is not None


def require(case: CaseFile) -> None:
    """Let the compartment be written into in this request; raises GroundNeeded where nothing allows it.

    The keyring seals nothing under a health key without it, whichever way a text would come there.
    """
    if not holds(case):
        raise GroundNeeded
    keyring.current().found_ground([case.health_scope])
