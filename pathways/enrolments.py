"""Places in groups. Taking one is inserting the lowest free number, so that the database decides a race."""

import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from casework.models import CaseFile
from consent import restrictions
from consent.errors import NotNow
from consent.models import Account
from consent.periods import day_in_finland, today
from pathways.models import Enrolment, GroupSeries, GroupSession

State = Enrolment.State
HOLDS_PLACE = (State.ENROLLED, State.OFFERED)
LIVE = (State.WAITING, *HOLDS_PLACE)


class AlreadyEnrolled(NotNow):
    message = _("The participant is already in this group or in its queue.")


class GroupEnded(NotNow):
    message = _("The group has ended.")


class OtherProgramme(NotNow):
    message = _("The group belongs to another programme.")


class OutsideGroup(NotNow):
    message = _("The day is not within the group's time.")


class NoPlaceFree(NotNow):
    message = _("There is no free place.")


class NotInGroup(NotNow):
    message = _("The participant has already left the group.")


@transaction.atomic
def enrol(*, by: Account, series: GroupSeries, case: CaseFile, on: datetime.date) -> Enrolment:
    """A place from a day; without a free one, or behind others who wait, a turn in the queue.

    Raises AlreadyEnrolled, GroupEnded, OtherProgramme, OutsideGroup.
    """
    if series.state == GroupSeries.State.ENDED:
        raise GroupEnded
    if series.programme_id != case.programme_id:
        raise OtherProgramme
    if series.ends_on is not None and on > series.ends_on:
        raise OutsideGroup
    enrolment = Enrolment(series=series, case=case, starts_on=max(on, series.starts_on))
    if Enrolment.objects.filter(series=series, state=State.WAITING).exists() or not _seat(enrolment):
        enrolment.state, enrolment.place_no = State.WAITING, None
        _insert(enrolment)
    return enrolment


def _seat(enrolment: Enrolment) -> bool:
    """Take the lowest free place; when somebody else took it in the meantime, the next one."""
    enrolment.state = State.ENROLLED
    while (place := _lowest_free(enrolment.series)) is not None:
        enrolment.place_no = place
        if _insert(enrolment):
            return True
    return False


def _insert(enrolment: Enrolment) -> bool:
    """Insert or change the row; False when the place is taken. Raises AlreadyEnrolled."""
    try:
        with transaction.atomic():
            enrolment.save()
    except IntegrityError:
        others = Enrolment.objects.filter(series=enrolment.series, case=enrolment.case, state__in=LIVE)
        if others.exclude(pk=enrolment.pk).exists():
            raise AlreadyEnrolled from None
        return False
    return True


def _lowest_free(series: GroupSeries) -> int | None:
    rows = Enrolment.objects.filter(series=series, state__in=HOLDS_PLACE)
    taken = set(rows.values_list("place_no", flat=True).order_by("place_no"))
    return next((place for place in range(1, series.capacity + 1) if place not in taken), None)


@transaction.atomic
def give_place(enrolment: Enrolment, *, by: Account) -> None:
    """Somebody in the queue gets a free place from today. Raises NoPlaceFree, NotInGroup."""
    if enrolment.state != State.WAITING:
        raise NotInGroup
    enrolment.starts_on = max(enrolment.starts_on, today())
    if not _seat(enrolment):
        raise NoPlaceFree


@transaction.atomic
def leave(enrolment: Enrolment, *, by: Account, on: datetime.date | None = None) -> None:
    """The place or the turn in the queue is given up; `on` is the last day. Raises NotInGroup."""
    if enrolment.state not in LIVE:
        raise NotInGroup
    had_place = enrolment.state == State.ENROLLED
    enrolment.state = State.LEFT if had_place else State.DECLINED
    enrolment.until = max(on or today(), enrolment.starts_on) if had_place else (on or today())
    enrolment.save(update_fields=["state", "until"])


def of_case(case: CaseFile) -> QuerySet[Enrolment]:
    """Every enrolment of a case file, newest first."""
    return Enrolment.objects.filter(case=case).select_related("series").order_by("-starts_on", "-pk")


def _in_use() -> QuerySet[Enrolment]:
    """Without restricted people, whose places are kept for them."""
    return Enrolment.objects.exclude(restrictions.out_of_use("case__subject"))


def queue(series: GroupSeries) -> QuerySet[Enrolment]:
    """Who waits, in turn."""
    rows = _in_use().filter(series=series, state=State.WAITING).order_by("pk")
    return rows.select_related("case__subject__participant")


def members(series: GroupSeries) -> QuerySet[Enrolment]:
    """Who has a place now."""
    rows = _in_use().filter(series=series, state__in=HOLDS_PLACE).order_by("place_no", "pk")
    return rows.select_related("case__subject__participant")


def at_meeting(meeting: GroupSession) -> QuerySet[Enrolment]:
    """Who had a place on the day of a meeting, also those who have left since."""
    day = day_in_finland(meeting.starts_at)
    rows = _in_use().filter(series=meeting.series_id, state__in=[State.ENROLLED, State.LEFT])
    rows = rows.filter(starts_on__lte=day).filter(Q(until__isnull=True) | Q(until__gte=day))
    return rows.select_related("case__subject__participant").order_by("place_no", "pk")


def places_of(case: CaseFile) -> int:
    """How many places and turns in queues a case file has now."""
    return Enrolment.objects.filter(case=case, state__in=LIVE).count()


def leave_all(case: CaseFile, by: Account) -> int:
    """Give up every place and turn in a queue today; how many."""
    rows = list(Enrolment.objects.filter(case=case, state__in=LIVE).select_related("series").order_by("pk"))
    for enrolment in rows:
        leave(enrolment, by=by)
    return len(rows)


def end_for_nobody(case: CaseFile) -> None:
    """The case file is erased: what it still holds in groups ends today."""
    for enrolment in Enrolment.objects.filter(case=case, state__in=LIVE).order_by("pk"):
        enrolment.state, enrolment.until = State.LEFT, today()
        enrolment.save(update_fields=["state", "until"])
