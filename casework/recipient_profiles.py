"""What each kind of recipient may be told: the table of the domain notes §3.2 as data (GDPR Art. 5(1)(c)).

What is not in the table is not told. A ground is asked for besides, at every use.
"""

import dataclasses
import enum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consent.models import Organisation

Profile = Organisation.Profile


class Rule(enum.Enum):
    """What a profile says of a field."""

    REQUIRED = "required"  # always in the letter
    EXPECTED = "expected"  # ticked at first; left out when the participant does not want it told
    ALLOWED = "allowed"  # a tick away
    OPT_IN = "opt_in"  # a tick every time anew, and a ground that names the category
    EFFECT_ONLY = "effect_only"  # typed: the effect on work or studies, never the reason
    NEVER = "never"  # not to this recipient
    NOBODY = "nobody"  # not to anybody, ever


@dataclasses.dataclass(frozen=True)
class Cell:
    """One cell of the table: a rule and, where this recipient needs other words, a label or a hint of its own."""

    rule: Rule
    label: str | Promise = ""
    hint: str | Promise = ""

    @property
    def barred(self) -> bool:
        """Whether the field may not be told at all."""
        return self.rule in {Rule.NEVER, Rule.NOBODY}


must, goal, yes, ask = Cell(Rule.REQUIRED), Cell(Rule.EXPECTED), Cell(Rule.ALLOWED), Cell(Rule.OPT_IN)
no, nobody = Cell(Rule.NEVER), Cell(Rule.NOBODY)
effect = Cell(
    Rule.EFFECT_ONLY,
    label=_("How work goes best"),
    hint=_("Only the effect on work, no diagnoses. For example: morning shifts, written instructions."),
)
study = Cell(
    Rule.EFFECT_ONLY,
    label=_("How studying goes best"),
    hint=_("Only the effect on studies, no diagnoses. For example: written instructions, breaks."),
)
brief = Cell(Rule.ALLOWED, hint=_("Only a summary."))
cv = Cell(Rule.ALLOWED, hint=_("Only what would stand in a CV."))
if_benefit = Cell(Rule.OPT_IN, hint=_("Only if it bears on the benefit."))
if_needed = Cell(Rule.OPT_IN, hint=_("Only what the recipient needs for this request."))
if_asked = Cell(Rule.OPT_IN, hint=_("Only if the recipient has asked."))
total = Cell(Rule.ALLOWED, hint=_("Only the total."))

COLUMNS: Final = (
    Profile.EMPLOYMENT, Profile.SOCIAL, Profile.HEALTH, Profile.BENEFITS,
    Profile.SCHOOL, Profile.ASSOCIATION, Profile.EMPLOYER,
)  # fmt: skip

# fmt: off
TABLE: Final[dict[str, tuple[Cell | None, ...]]] = {
    #                  employment  social      health      benefits    school      association employer
    "name":            (must,      must,       must,       must,       must,       no,         must),
    "first_name":      (None,      None,       None,       None,       None,       must,       None),
    "birth_date":      (yes,       yes,        yes,        yes,        yes,        no,         no),
    "identity_code":   (ask,       ask,        ask,        ask,        no,         no,         no),
    "contact":         (must,      must,       must,       must,       must,       must,       must),
    "language":        (must,      must,       must,       must,       must,       must,       must),
    "address":         (ask,       ask,        ask,        ask,        ask,        no,         no),
    "goal":            (goal,      goal,       goal,       goal,       goal,       goal,       goal),
    "work":            (yes,       brief,      no,         if_benefit, yes,        no,         cv),
    "support":         (effect,    yes,        yes,        yes,        study,      if_asked,   effect),
    "attendance":      (total,     total,      no,         no,         total,      no,         no),
    "assessment":      (ask,       ask,        ask,        ask,        no,         no,         no),
    "plans_elsewhere": (ask,       ask,        ask,        ask,        no,         no,         no),
    "health":          (no,        if_needed,  if_needed,  if_needed,  no,         no,         no),
    "family":          (no,        if_needed,  no,         no,         no,         no,         no),
    "case_notes":      (nobody,    nobody,     nobody,     nobody,     nobody,     nobody,     nobody),
}
# fmt: on


def profile_of(profile: str) -> dict[str, Cell]:
    """One column of the table: the fields that are offered to a kind of recipient at all, with what it says of each."""
    if profile not in COLUMNS:
        return {}
    at = COLUMNS.index(Profile(profile))
    return {code: cell for code, cells in TABLE.items() if (cell := cells[at]) is not None}
