"""The controller's setting: whether participants read the names of all workers who have looked, or role and unit.

The log as such is not the person's data (CJEU C-579/21): names are given where the controller has decided so, and why.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consent.errors import NotNow
from consent.models import Account, Programme

LONGEST = 300  # characters of the reason


class WhyNeeded(NotNow):
    message = _("Write why the controller has decided so.")


@transaction.atomic
def decide(programme: Programme, *, by: Account, names: bool, why: str, version: int) -> Programme:
    """Set it, with the reason; `by` is whom history names. Raises WhyNeeded, StaleWrite."""
    why = " ".join(why.split())[:LONGEST]
    if not why:
        raise WhyNeeded
    programme.names_in_log, programme.names_in_log_why = names, why
    programme.read_as(version).save(update_fields=["names_in_log", "names_in_log_why"])
    return programme
