"""Groups: a series of weekly meetings, and who runs it. Facilitations write the grants in the same transaction."""

import dataclasses
import datetime

from django.contrib.auth.models import Permission as AuthPermission
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consent import keyring
from consent.errors import NotNow
from consent.keystore.models import ScopeKind
from consent.models import Account, Membership, Programme, Role
from consent.periods import HELSINKI, NATIONAL, SATURDAY, is_working_day, today
from pathways import meetings
from pathways.models import RUN, Facilitation, GroupSeries, GroupSession, GroupUserGrant, Service
from pathways.neutral_titles import tells

WEEKS_AHEAD = 26
RUNNING_ROLES = frozenset({Role.WORKER, Role.HEALTH, Role.FACILITATOR, Role.STUDENT})


class EndsBeforeStart(NotNow):
    message = _("The last day is before the first day.")


class NoMeetings(NotNow):
    message = _("There is no such weekday between the first day and the last day.")


class TellingTitle(NotNow):
    message = _("The name or the place tells why people come. Write a neutral name, and the theme in its own field.")


class NotOfProgramme(NotNow):
    message = _("This person does not work in the programme.")


@dataclasses.dataclass(frozen=True)
class Weekly:
    """When a group meets: weekday 0 (Monday) to 6, wall clock, length."""

    weekday: int
    starts_at: datetime.time
    length_minutes: int


@transaction.atomic
def create(
    *,
    by: Account,
    programme: Programme,
    title: str,
    theme: str = "",
    place: str,
    capacity: int,
    starts_on: datetime.date,
    ends_on: datetime.date | None,
    weekday: int,
    starts_at: datetime.time,
    length_minutes: int,
    service: Service | None = None,
    language: str = "fi",
) -> GroupSeries:
    """A group with its weekly meetings until `ends_on`, or 26 weeks ahead; a meeting on a holiday is made cancelled.

    Raises EndsBeforeStart, NoMeetings, TellingTitle, meetings.NoSuchTime.
    """
    if tells(title) or tells(place):
        raise TellingTitle
    if ends_on is not None and ends_on < starts_on:
        raise EndsBeforeStart
    series = GroupSeries(
        programme=programme,
        service=service,
        title=title,
        scope=keyring.create(ScopeKind.GROUP),
        place=place,
        language=language,
        capacity=capacity,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    series.theme = theme
    series.save()
    _make_meetings(series, Weekly(weekday, starts_at, length_minutes))
    return series


def _make_meetings(series: GroupSeries, weekly: Weekly) -> None:
    day = series.starts_on + datetime.timedelta(days=(weekly.weekday - series.starts_on.weekday()) % 7)
    last = series.ends_on or series.starts_on + datetime.timedelta(weeks=WEEKS_AHEAD)
    if day > last:
        raise NoMeetings
    while day <= last:
        start = meetings.moment(day, weekly.starts_at)
        meeting = GroupSession(
            series=series,
            scope=series.scope,
            slot_on=day,
            starts_at=start,
            ends_at=start.astimezone(datetime.UTC) + datetime.timedelta(minutes=weekly.length_minutes),
        )
        if is_holiday(day):
            meeting.state, meeting.cancel_reason = GroupSession.State.CANCELLED, GroupSession.CancelReason.HOLIDAY
        meeting.save()
        day += datetime.timedelta(weeks=1)


def is_holiday(day: datetime.date) -> bool:
    """Whether the day is a Finnish holiday (act 150/1930); an ordinary Saturday is not, nor is a Sunday."""
    return day.weekday() < SATURDAY and not is_working_day(day, NATIONAL)


@transaction.atomic
def change(
    series: GroupSeries, *, by: Account, version: int, title: str, place: str, capacity: int, theme: str | None = None
) -> None:
    """Change what the group is called, where it meets and how many fit; raises TellingTitle, StaleWrite.

    `theme` None leaves it as it is (whoever may not read it may not replace it). Places already given stay given.
    """
    if tells(title) or tells(place):
        raise TellingTitle
    series.title, series.place, series.capacity = title, place, capacity
    fields = ["title", "place", "capacity"]
    if theme is not None:
        series.theme = theme
        fields.append("theme")
    series.read_as(version).save(update_fields=fields)


@transaction.atomic
def facilitate(
    *,
    by: Account,
    series: GroupSeries,
    account: Account,
    role: str,
    starts_on: datetime.date,
    until: datetime.date | None = None,
) -> Facilitation:
    """Let an account of the programme run the group in a role until a day. Raises NotOfProgramme, EndsBeforeStart.

    A student never runs a group longer than the practical training lasts.
    """
    if until is not None and until < starts_on:
        raise EndsBeforeStart
    membership = _membership(account, series.programme)
    if membership.role == Role.STUDENT and membership.until is not None:
        until = min(until or membership.until, membership.until)
    row = Facilitation.objects.filter(series=series, account=account, role=role).first()
    row = row or Facilitation(series=series, account=account, role=role)
    row.starts_on, row.until = starts_on, until
    row.save()
    sync_grants(series)
    return row


def _membership(account: Account, programme: Programme) -> Membership:
    rows = Membership.objects.filter(account=account, programme=programme, role__in=RUNNING_ROLES)
    membership: Membership | None = rows.filter(Q(until__isnull=True) | Q(until__gte=today())).order_by("pk").first()
    if membership is None:
        raise NotOfProgramme
    return membership


@transaction.atomic
def end_facilitation(facilitation: Facilitation, *, by: Account, on: datetime.date | None = None) -> None:
    """The account runs the group no more from now on; its grant goes at once."""
    yesterday = (on or today()) - datetime.timedelta(days=1)
    facilitation.starts_on = min(facilitation.starts_on, yesterday)
    facilitation.until = yesterday
    facilitation.save(update_fields=["starts_on", "until"])
    sync_grants(facilitation.series)


def in_force(series: GroupSeries, on: datetime.date | None = None) -> list[Facilitation]:
    """Who runs the group on a day, in the order in which they came."""
    on = on or today()
    rows = Facilitation.objects.filter(Q(until__isnull=True) | Q(until__gte=on), series=series, starts_on__lte=on)
    return list(rows.select_related("account").order_by("starts_on", "pk"))


def sync_grants(series: GroupSeries) -> None:
    """Make the grants of a group those of its facilitations that have not ended; the only writer of the table."""
    wanted: dict[int, datetime.datetime | None] = {}
    live = Facilitation.objects.filter(series=series).filter(Q(until__isnull=True) | Q(until__gte=today()))
    for row in live.order_by("pk"):
        until = _end_of_day(row.until)
        known = wanted.get(row.account_id, until)
        wanted[row.account_id] = None if until is None or known is None else max(until, known)
    held = {grant.user_id: grant for grant in GroupUserGrant.objects.filter(content_object=series).order_by("pk")}
    GroupUserGrant.objects.filter(pk__in=[held[account].pk for account in held.keys() - wanted.keys()]).delete()
    permission = AuthPermission.objects.get(content_type__app_label="pathways", codename=RUN)
    for account_id, end in wanted.items():
        grant = held.get(account_id) or GroupUserGrant(
            user_id=account_id, permission=permission, content_object=series, until=end
        )
        if grant.pk is None or grant.until != end:
            grant.until = end
            grant.save()


def _end_of_day(day: datetime.date | None) -> datetime.datetime | None:
    if day is None:
        return None
    return datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), HELSINKI)
