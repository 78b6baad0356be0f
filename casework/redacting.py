"""What of a case file may be redacted, and who proposes it: texts of entries, their amendments; the lead worker."""

from django.utils.translation import gettext_lazy as _

from casework import closing
from casework.models import Amendment, CaseFile, GuidanceSession, HealthEntry
from consent import redaction
from consent.errors import NotNow
from consent.models import Account, Disposal

TEXTS = {"narrative", "for_participant"}
AnyText = GuidanceSession | HealthEntry | Amendment
_KINDS: dict[type[AnyText], str] = {GuidanceSession: "session", HealthEntry: "health_entry", Amendment: "amendment"}


class LeadProposes(NotNow):
    message = _("Only the lead worker proposes that a text is removed.")


def register() -> None:
    """Make it known."""
    redaction.register()
    redaction.add_kind("session", GuidanceSession, TEXTS)
    redaction.add_kind("health_entry", HealthEntry, TEXTS)
    redaction.add_kind("amendment", Amendment, {"text"})


def propose(*, by: Account, case: CaseFile, record: AnyText, field: str, passage: str, reason: str) -> Disposal:
    """Propose removing a passage of a text, or with an empty passage the whole text. Raises LeadProposes, as redaction.

    In the health compartment whoever can read it proposes: its author, for the lead worker cannot open it.
    """
    if not may_propose(by, case, record):
        raise LeadProposes
    return redaction.propose(
        by=by,
        kind=_KINDS[type(record)],
        record=record,
        field=field,
        passage=passage,
        reason=reason,
        subject=case.subject,
        programme=case.programme,
        case_uid=case.uid,
    )


def may_propose(account: Account, case: CaseFile, record: AnyText) -> bool:
    """The lead worker; of a health entry also its author."""
    own = isinstance(record, HealthEntry) and record.author_id == account.pk
    return own or closing.is_led_by(case, account)
