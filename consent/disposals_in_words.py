"""What a disposal destroyed, in words: for its certificate."""

import datetime

from django.utils.translation import gettext_lazy as _

from consent.models import Disposal

#: How long copies of destroyed keys may live on in backups of the keystore (README, "Erasing").
KEYS_IN_BACKUPS = datetime.timedelta(days=38)

LABELS = {
    "key_person": _("Keys of the personal details"),
    "key_case": _("Keys of case files"),
    "key_health": _("Keys of health compartments"),
    "key_referral": _("Keys of referrals"),
    "key_worker": _("Keys of the person's own drafts"),
    "case": _("Case files parted from the person"),
    "account": _("Accounts of the person that ended"),
    "draft": _("Drafts"),
    "row": _("Rows whose identifying columns were emptied"),
    "passage": _("Texts in which other words took its place"),
    "notice": _("Recipients to be told"),
    "version": _("Earlier versions of the text that were replaced"),
}


def counts(disposal: Disposal) -> list[tuple[str, int]]:
    """Labels and numbers in the order of the list."""
    return [(str(label), disposal.counts[name]) for name, label in LABELS.items() if disposal.counts.get(name)]


def backups_until(disposal: Disposal) -> datetime.date | None:
    """The last day on which a backup may still hold the destroyed keys; None for a redaction, and before it is done."""
    if disposal.done_at is None or disposal.kind == Disposal.Kind.PASSAGE:
        return None
    return (disposal.done_at + KEYS_IN_BACKUPS).date()
