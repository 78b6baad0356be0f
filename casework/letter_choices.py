"""What may be told to one recipient about one person now, field by field, each with its reason."""

import dataclasses
import enum
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework import letter_fields
from casework.access import OpenCase
from casework.letter_fields import LetterField
from casework.recipient_profiles import Cell, Rule, profile_of
from consent import consents
from consent.consents import GroundInForce, ground_for
from consent.errors import NotNow
from consent.models import LegalGround, Organisation
from consent.periods import today

PURPOSE = "referral"
#: Categories that a ground must name itself; the others it may also cover by naming none.
NAMED_ONLY = frozenset({"health", "family"})


class MayNotTell(NotNow):
    message = _("This recipient may not be told everything that was chosen. Update the letter.")


class Standing(enum.Enum):
    """Whether a field may be told, and if not, why not."""

    MAY = "may"
    ASK = "ask"  # the profile allows it, but no ground in force covers it
    NOT_THIS = "not_this"
    NOBODY = "nobody"
    SAFETY = "safety"  # a safety prohibition


STANDING_WORDS: dict[Standing, str | Promise] = {
    Standing.MAY: _("May be told"),
    Standing.ASK: _("Needs permission"),
    Standing.NOT_THIS: _("Not to this recipient"),
    Standing.NOBODY: _("Never"),
    Standing.SAFETY: _("Safety prohibition"),
}


@dataclasses.dataclass(frozen=True)
class Choice:
    """One field as it stands towards one recipient."""

    field: LetterField
    cell: Cell
    standing: Standing

    @property
    def label(self) -> str | Promise:
        return self.cell.label or self.field.label

    @property
    def hint(self) -> str | Promise:
        return self.cell.hint or self.field.hint

    @property
    def may(self) -> bool:
        return self.standing is Standing.MAY

    @property
    def required(self) -> bool:
        """Whether the letter always has it."""
        return self.may and self.cell.rule is Rule.REQUIRED

    @property
    def at_first(self) -> bool:
        """Whether it is ticked when the letter is begun."""
        return self.may and self.cell.rule in {Rule.REQUIRED, Rule.EXPECTED}


def in_force_for(opened: OpenCase, recipient: Organisation) -> GroundInForce | None:
    """The ground on which a referral to the recipient would rest now."""
    return ground_for(opened.case.subject, purpose=PURPOSE, programme=opened.case.programme, recipient=recipient)


def grounds_by_recipient(opened: OpenCase, recipients: Iterable[Organisation]) -> dict[int, GroundInForce]:
    """The same for many recipients, by their ids, in two statements."""
    on, subject = today(), opened.case.subject
    grounds = list(consents.grounds_on(opened.case.programme, PURPOSE, on))
    answers = consents.given_on(subject, on).filter(consents.asked_on(on), ground__in=grounds)
    given = {(answer.ground_id, answer.recipient_id): answer for answer in answers.order_by("answered_at", "pk")}
    found: dict[int, GroundInForce] = {}
    for recipient in recipients:
        for ground in grounds:
            answer = given.get((ground.pk, recipient.pk))
            if ground.kind == LegalGround.Kind.STATUTE or answer is not None:
                statute = ground.kind == LegalGround.Kind.STATUTE
                found[recipient.pk] = GroundInForce(ground, None if statute else answer)
                break
    return found


def choices(opened: OpenCase, recipient: Organisation, in_force: GroundInForce | None) -> list[Choice]:
    """Every field that is offered to this kind of recipient, in the order of the letter, barred ones included."""
    cells = profile_of(recipient.profile)
    fields = [field for field in letter_fields.every() if field.code in cells]
    return [Choice(field, cells[field.code], _standing(opened, field, cells[field.code], in_force)) for field in fields]


def _standing(opened: OpenCase, field: LetterField, cell: Cell, in_force: GroundInForce | None) -> Standing:
    if cell.rule is Rule.NOBODY:
        return Standing.NOBODY
    if cell.rule is Rule.NEVER:
        return Standing.NOT_THIS
    if field.code == "address" and opened.participant.safety_prohibition:
        return Standing.SAFETY
    return Standing.MAY if in_force is not None and covers(in_force, field, cell) else Standing.ASK


def covers(in_force: GroundInForce, field: LetterField, cell: Cell) -> bool:
    """Whether a ground covers the category of a field. One that names no category covers what is merely allowed."""
    named = in_force.ground.data_categories
    if field.category in named:
        return True
    return not named and cell.rule is not Rule.OPT_IN and field.category not in NAMED_ONLY


def refuse_others(codes: Iterable[str], offered: list[Choice]) -> None:
    """Raise MayNotTell unless every code is a field that may be told."""
    if not set(codes) <= {choice.field.code for choice in offered if choice.may}:
        raise MayNotTell
