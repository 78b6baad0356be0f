"""Whom one may put on the list of a meeting without a place: only people whom one already works with.

A worker finds own participants. Whoever has no case right finds those who are or were in the groups that they run:
a search over all participants of the programme would tell a facilitator who is a client.
"""

from collections.abc import Iterable

from casework.access import CASE_READ
from casework.models import CaseFile, Permission
from consent.actors import Actor
from consent.keyring import Audience
from pathways.access import OpenMeeting
from pathways.models import Attendance, Enrolment, GroupSeries
from pathways.own_people import CAP, matching


def candidates(actor: Actor, opened: OpenMeeting) -> list[CaseFile]:
    """Open case files that the actor may put on the list and that are not on it yet."""
    programme = opened.group.series.programme_id
    run = GroupSeries.objects.for_user(actor.account).filter(programme=programme).values("pk")
    known = set(Enrolment.objects.filter(series__in=run).order_by().values_list("case_id", flat=True))
    known |= set(Attendance.objects.filter(meeting__series__in=run).order_by().values_list("case_id", flat=True))
    rows = CaseFile.objects.filter(pk__in=known)
    if actor.has(*CASE_READ):
        own = CaseFile.objects.for_user(actor.account, Permission.READ)
        rows = CaseFile.objects.filter(pk__in=known | set(own.order_by().values_list("pk", flat=True)))
    listed = {row.case.pk for row in opened.rows}
    rows = rows.still_open().in_use().filter(programme=programme).exclude(pk__in=listed)
    return list(rows.select_related("subject__participant").order_by("-opened_on", "-pk")[:CAP])


def find(cases: Iterable[CaseFile], q: str) -> tuple[list[CaseFile], bool]:
    """Those whose first name (or initial) begins with what was typed; and whether there are more."""
    return matching(cases, q, Audience.FACILITATOR, lambda case: case.subject.participant.roster_name)
