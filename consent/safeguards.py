"""The protective measures of the Data Protection Act 1050/2018, 6 § 2 mom., and how Polku meets each.

What a program cannot do (train people, test an installation) is left for the controller to fill in.
"""

import dataclasses

from django.utils.translation import gettext as _

from consent.access import Oversight
from consent.models import Membership, Role
from consent.periods import today


@dataclasses.dataclass(frozen=True, slots=True)
class Safeguard:
    """One measure of the list: what the law asks for, and how it is met; "" where the controller says it."""

    demand: str
    met: str


def listed(found: Oversight) -> list[Safeguard]:
    """The eleven, in the order of the law; one query."""
    return [
        Safeguard(
            _("1. Who stored, changed or passed on data can be seen afterwards"),
            _(
                "Every look, change and disclosure is logged with who, when and why. "
                "Rows of the log and of the history cannot be changed or deleted."
            ),
        ),
        Safeguard(_("2. Competence of the staff"), ""),
        Safeguard(_("3. Data protection officer"), _officers(found)),
        Safeguard(
            _("4. Limits to access inside the house"),
            _(
                "A case file opens for those who work on it and for nobody else. Health has a closed part of its own. "
                "Workers sign in with a second factor."
            ),
        ),
        Safeguard(
            _("5. Pseudonymisation"),
            _("Reports carry figures only. Logs and the pages of the officer name case files by number."),
        ),
        Safeguard(
            _("6. Encryption"),
            _(
                "What says who somebody is, or what they said, is encrypted with a key of the person, of the case "
                "file or of its closed part (AES-256-GCM). Connections are encrypted."
            ),
        ),
        Safeguard(
            _("7. Confidentiality, integrity, availability and recovery"),
            _(
                "Keys are kept in another database than the data. A change over somebody else's change is refused. "
                "Pages open exactly what they show."
            ),
        ),
        Safeguard(_("8. Regular testing"), ""),
        Safeguard(
            _("9. Rules for passing data on and for other purposes"),
            _(
                "Nothing is disclosed without a ground in force on that day. A recipient gets only what its kind may "
                "get, and a consent ends with the notice or the ground under which it was given."
            ),
        ),
        Safeguard(_("10. Impact assessment"), _("The template of Polku, filled in by the controller.")),
        Safeguard(
            _("11. Other measures"),
            _("Retention by class, erasing by destroying keys, a register of breaches with its 72 hours."),
        ),
    ]


def _officers(found: Oversight) -> str:
    day = today()
    rows = Membership.objects.filter(programme__in=found.programmes, role=Role.OFFICER, starts_on__lte=day)
    names = rows.exclude(until__lt=day).order_by("account__name").values_list("account__name", flat=True)
    return ", ".join(dict.fromkeys(names))
