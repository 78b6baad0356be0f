"""Emergency openings: a written reason opens a case file for an hour; afterwards others look at why.

Engineering decisions 15 and 16: the grants end with the hour, whether any job runs or not; a new role opens nothing.
"""

import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from casework import assignments, break_glass_mail, relations
from casework.access import permissions_on
from casework.models import BreakGlass, CaseFile, Permission
from consent import access_log, keyring
from consent.actors import actor_of
from consent.errors import NotFound, NotNow
from consent.keyring import Audience
from consent.models import AccessEvent, Account
from consent.periods import day_in_finland, now, today

HOUR = datetime.timedelta(minutes=60)
REVIEW_DAYS = 3  # the review is due by the end of the third calendar day in Finland
REMIND_DAYS = 7
SHORTEST, LONGEST = 10, 500  # characters of a reason
Verdict = BreakGlass.Verdict


class ReasonNeeded(NotNow):
    message = _("Write why the case file has to be opened now.")


class MayNotBreakGlass(NotNow):
    message = _("You may not open this case file in an emergency.")


class OpenAlready(NotNow):
    message = _("You can read this case file already.")


class AlreadyReviewed(NotNow):
    message = _("The emergency opening has already been reviewed.")


class OwnOpening(NotNow):
    message = _("Another person reviews your emergency opening.")


class VerdictNeeded(NotNow):
    message = _("Choose what came of the review.")


@transaction.atomic
def open_in_emergency(*, by: Account, case: CaseFile, reason: str) -> BreakGlass:
    """Let somebody of the programme look into a case file for sixty minutes; the coordinators and officers are told.

    The reason is sealed under the case file without opening it, in the opening and in the log. Raises ReasonNeeded,
    MayNotBreakGlass, OpenAlready; and NotFound under a safety prohibition, as if there were no such case file.
    """
    reason = reason.strip()[:LONGEST]
    if len(reason) < SHORTEST:
        raise ReasonNeeded
    case = CaseFile.objects.select_for_update(of=("self",)).select_related("subject__participant").get(pk=case.pk)
    with keyring.also([(case.subject.scope, Audience.LOOKUP)]):
        if case.subject.participant.safety_prohibition is not False:
            raise NotFound(subjects=[case.subject.uid], case=case.uid)
    actor = actor_of(by)
    membership = relations.breaks_glass(actor, case) if actor else None
    if membership is None:
        raise MayNotBreakGlass
    if Permission.READ in permissions_on(by, case):
        raise OpenAlready
    at = now()
    opening = BreakGlass(
        case=case,
        account=by,
        role=membership.role,
        scope=case.scope,
        reason=reason,
        opened_at=at,
        until=at + HOUR,
        review_due_on=day_in_finland(at) + datetime.timedelta(days=REVIEW_DAYS),
    )
    with keyring.also(sealing=[case.scope]):
        opening.save()
        access_log.record(
            actor,
            action=AccessEvent.Action.BREAK_GLASS,
            page="break_glass",
            purpose="guidance",
            subjects=[case.subject.uid],
            role=membership.role,
            basis=relations.BREAK_GLASS,
            object_kind="break_glass",
            object_uid=opening.uid,
            case_uid=case.uid,
            scope=case.scope,
            reason=reason,
        )
    assignments.sync_grants(case)
    break_glass_mail.tell(opening)
    return opening


@transaction.atomic
def review(opening: BreakGlass, *, by: Account, verdict: str, words: str = "") -> BreakGlass:
    """Say what came of looking at why. Raises AlreadyReviewed, OwnOpening, VerdictNeeded."""
    opening = BreakGlass.objects.select_for_update().get(pk=opening.pk)
    if opening.reviewed_at is not None:
        raise AlreadyReviewed
    if opening.account_id == by.pk:
        raise OwnOpening
    if verdict not in Verdict.values or not verdict:
        raise VerdictNeeded
    opening.verdict, opening.reviewed_by, opening.reviewed_at = verdict, by, now()
    opening.review_words = words.strip()
    with keyring.also(sealing=[opening.scope]):
        opening.save(update_fields=["verdict", "reviewed_by", "reviewed_at", "review_words"])
    return opening


def to_review(programmes: frozenset[int] | set[int]) -> QuerySet[BreakGlass]:
    """Openings in these programmes that nobody has reviewed, the earliest due first."""
    rows = BreakGlass.objects.filter(case__programme__in=programmes, reviewed_at__isnull=True)
    return rows.order_by("review_due_on", "pk")


def remind_overdue(day: datetime.date) -> int:
    """Tell again of reviews whose last day has gone, on the day after and then once a week; how many were told of."""
    again = Q(reminded_on__isnull=True) | Q(reminded_on__lte=day - datetime.timedelta(days=REMIND_DAYS))
    late = BreakGlass.objects.filter(again, reviewed_at__isnull=True, review_due_on__lt=day).order_by("pk")
    told = 0
    for opening in late:
        with transaction.atomic():
            opening.reminded_on = day
            opening.save(update_fields=["reminded_on"])
            break_glass_mail.tell(opening)
            told += 1
    return told


def overdue(opening: BreakGlass, on: datetime.date | None = None) -> bool:
    """Whether the last day of its review has gone without one."""
    return opening.reviewed_at is None and opening.review_due_on < (on or today())
