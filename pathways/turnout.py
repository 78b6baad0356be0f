"""How often somebody came: held meetings while they had a place, and those at which they were present."""

import dataclasses
import datetime
from collections.abc import Iterable

from django.utils.translation import get_language, ngettext

from consent.periods import day_in_finland
from pathways.models import PRESENT_STATUSES, Attendance, Enrolment, GroupSession


@dataclasses.dataclass(frozen=True)
class Turnout:
    """Times present out of meetings held."""

    present: int
    held: int

    @property
    def words(self) -> str:
        """15 kertaa 16:sta · 15 gånger av 16 · 15 times out of 16; "" while nothing has been held."""
        if not self.held:
            return ""
        values = {"present": self.present, "held": out_of(self.held)}
        return ngettext("%(present)s time out of %(held)s", "%(present)s times out of %(held)s", self.present) % values


def out_of(number: int) -> str:
    """A number as it stands after "kertaa": 16:sta, 10:stä; bare in languages that do not inflect it."""
    if not (get_language() or "fi").startswith("fi"):
        return str(number)
    teen, last = number % 100 in range(11, 20), number % 10
    hundreds = number % 100 == 0 and number > 0
    front = not teen and not hundreds and (last in {1, 4, 5, 7, 9} or (last == 0 and number > 0))
    return f"{number}:{'stä' if front else 'sta'}"


Held = tuple[int, int, datetime.datetime]  # primary key and series of a held meeting, and when it began


def of(enrolments: Iterable[Enrolment], held: list[Held] | None = None) -> dict[int, Turnout]:
    """Turnout of each enrolment by its primary key; two queries for any number of them, one where `held` is known."""
    enrolments = list(enrolments)
    series = {row.series_id for row in enrolments}
    cases = {row.case_id for row in enrolments}
    if held is None:
        meetings = GroupSession.objects.filter(series__in=series, state=GroupSession.State.HELD)
        held = list(meetings.order_by("pk").values_list("pk", "series_id", "starts_at"))
    here = set(
        Attendance.objects.filter(
            case__in=cases,
            meeting__series__in=series,
            meeting__state=GroupSession.State.HELD,
            status__in=PRESENT_STATUSES,
        )
        .order_by("pk")
        .values_list("meeting_id", "case_id")
    )
    found = {}
    for row in enrolments:
        during = [
            pk
            for pk, series_id, starts_at in held
            if series_id == row.series_id and _had_place(row, day_in_finland(starts_at))
        ]
        found[row.pk] = Turnout(sum((pk, row.case_id) in here for pk in during), len(during))
    return found


def _had_place(row: Enrolment, day: datetime.date) -> bool:
    if row.state not in {Enrolment.State.ENROLLED, Enrolment.State.LEFT}:
        return False
    return bool(row.starts_on <= day and (row.until is None or row.until >= day))
