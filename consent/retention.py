"""Until when what is kept, and what happens then: classes, days of case files, holds, the list of what is due.

Domain notes §2.3 (R-FI-4): the last day of a period is the last day on which the record is kept; 29.2. clamps to 28.2.;
weekends move nothing; `run` may erase from the day after. The day of a case file comes from the class "case", that of
a person, who is kept as long as the consents are to be proved, from the class "consent" after the last closing; its
`case_uid` is then the subject's own uid.
"""

import dataclasses
import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consent import erasure, references
from consent.access import Oversight
from consent.actors import Actor
from consent.case_refs import CaseRef
from consent.erasing_targets import Target
from consent.errors import NotNow
from consent.models import Disposal, Programme, RetentionClass, RetentionDate, RetentionHold, Role, Subject
from consent.periods import add_months, now, today

CASE, PERSON = "case", "consent"
AHEAD = datetime.timedelta(days=31)
Kind, State = Disposal.Kind, Disposal.State


class ClassMissing(NotNow):
    message = _("There is no retention class in force for case files. The data protection officer adds one.")


class MayNotHold(NotNow):
    message = _("Only the data protection officer of the programme decides how long data is kept.")


class ReasonNeeded(NotNow):
    message = _("Write the reason.")


class AlreadyHeld(NotNow):
    message = _("There is already a hold of this kind on the case file.")


class AlreadyLifted(NotNow):
    message = _("The hold has already been lifted.")


class VersionInThePast(NotNow):
    message = _("A new version begins tomorrow at the earliest, and after the one before it.")


# Classes


def class_of(programme: Programme | int, code: str, on: datetime.date) -> RetentionClass:
    """The version of a class in force on a day. Raises ClassMissing."""
    current = Q(valid_from__lte=on) & (Q(valid_until__isnull=True) | Q(valid_until__gte=on))
    rows = RetentionClass.objects.filter(current, programme=programme, code=code)
    found: RetentionClass | None = rows.order_by("-valid_from", "-pk").first()
    if found is None:
        raise ClassMissing
    return found


def last_day(of: RetentionClass, began_on: datetime.date) -> datetime.date:
    """The last day on which what began on a day is kept. After a payment the period runs from the end of its year."""
    if of.trigger == RetentionClass.Trigger.LAST_PAYMENT:
        began_on = datetime.date(began_on.year, 12, 31)
    return add_months(began_on, of.months)


@transaction.atomic
def new_version(of: RetentionClass, *, by: Actor, valid_from: datetime.date, **changed: Any) -> RetentionClass:
    """The next version of a class from a day; the former ends the day before. Raises MayNotHold, VersionInThePast.

    `changed`: months, source, action, confirmed. Days already worked out follow with the next `run_due` after that day.
    """
    if of.programme_id not in by.programmes(Role.OFFICER):
        raise MayNotHold
    former = RetentionClass.objects.select_for_update().get(
        programme=of.programme_id, code=of.code, valid_until__isnull=True
    )
    if valid_from <= today() or valid_from <= former.valid_from:
        raise VersionInThePast
    former.valid_until = valid_from - datetime.timedelta(days=1)
    former.save(update_fields=["valid_until"])
    kept = ("programme_id", "code", "name_fi", "name_sv", "name_en", "trigger", "months", "source", "action")
    following = RetentionClass(**{name: getattr(former, name) for name in kept} | changed, valid_from=valid_from)
    following.save()
    return following


# Days


@transaction.atomic
def work_out(*, subject: Subject, programme: Programme | int, case_uid: uuid.UUID, closed_on: datetime.date) -> None:
    """Write until when a closed case file, and with it the person, is kept; safe to repeat. Raises ClassMissing."""
    _write(subject, case_uid, class_of(programme, CASE, today()), closed_on)
    mine = RetentionDate.objects.filter(subject=subject, case_uid=subject.uid).first()
    last = max(closed_on, mine.began_on) if mine else closed_on
    _write(subject, subject.uid, class_of(programme, PERSON, today()), last)


def _write(subject: Subject, uid: uuid.UUID, of: RetentionClass, began_on: datetime.date) -> None:
    values = {"subject": subject, "retention_class": of, "began_on": began_on, "last_day": last_day(of, began_on)}
    RetentionDate.objects.update_or_create(case_uid=uid, defaults=values)


@transaction.atomic
def forget(*, subject: Subject, case_uid: uuid.UUID) -> None:
    """The case file was opened again: neither it nor the person has a last day. What was proposed for it is refused."""
    RetentionDate.objects.filter(case_uid__in=[case_uid, subject.uid]).delete()


def part_case(subject: Subject, case_uid: uuid.UUID) -> None:
    """The case file was erased: its day goes, the person's stays."""
    RetentionDate.objects.filter(case_uid=case_uid, subject=subject).delete()


def day_has_come(disposal: Disposal) -> bool:
    """Whether nothing stands in the way of an approved disposal today: its day is past, no hold, nothing open again."""
    if disposal.kind == Kind.PASSAGE:
        return True
    try:
        erasure.check(Target.of(disposal))
    except erasure.ErasedAlready:  # by the ledger, after a restore: what is left is to say so
        return True
    except NotNow:
        return False
    if disposal.why != Disposal.Why.RETENTION:
        return True
    uid = disposal.case_uid or disposal.subject.uid
    return RetentionDate.objects.filter(case_uid=uid, last_day__lt=today()).exists()


# Holds


@transaction.atomic
def hold(*, by: Actor, case: CaseRef, why: str, reason: str) -> RetentionHold:
    """Keep a case file past its day. Raises MayNotHold, ReasonNeeded, AlreadyHeld."""
    if case.programme.pk not in by.programmes(Role.OFFICER):
        raise MayNotHold
    if not reason.strip():
        raise ReasonNeeded
    if RetentionHold.objects.filter(case_uid=case.uid, why=why, lifted_at__isnull=True).exists():
        raise AlreadyHeld
    placed = RetentionHold(
        subject=case.subject,
        case_uid=case.uid,
        why=why,
        scope=case.scope,
        reason=reason.strip(),
        placed_by=by.account,
        placed_at=now(),
    )
    placed.save()
    return placed


@transaction.atomic
def lift(placed: RetentionHold, *, by: Actor) -> None:
    """End a hold; the day counts again. Raises MayNotHold, AlreadyLifted."""
    if placed.subject.programme_id not in by.programmes(Role.OFFICER):
        raise MayNotHold
    if placed.lifted_at is not None:
        raise AlreadyLifted
    placed.lifted_by, placed.lifted_at = by.account, now()
    placed.save(update_fields=["lifted_by", "lifted_at"])


# What is due


@dataclasses.dataclass(frozen=True)
class Due:
    """One row of the list: what goes, when, and what stands in the way."""

    date: RetentionDate
    number: str
    held: bool
    proposed: bool

    @property
    def is_person(self) -> bool:
        return self.date.case_uid == self.date.subject.uid

    @property
    def from_day(self) -> datetime.date:
        """The first day on which it may be erased."""
        return self.date.last_day + datetime.timedelta(days=1)

    @property
    def offered(self) -> bool:
        """Whether it may be proposed now."""
        return not self.held and not self.proposed


def preview(programmes: Iterable[int], *, until: datetime.date | None = None) -> list[Due]:
    """What may be erased by a day (today unless given), earliest first; four queries however many.

    A person is due when no case file of theirs has a day any more.
    """
    until, programmes = until or today(), list(programmes)
    rows = RetentionDate.objects.filter(subject__programme__in=programmes, last_day__lt=until)
    dates = list(rows.select_related("subject", "retention_class").order_by("last_day", "pk"))
    own = [date.subject_id for date in dates if date.case_uid == date.subject.uid]
    others = RetentionDate.objects.filter(subject__in=own).exclude(case_uid__in=[d.subject.uid for d in dates])
    kept = set(others.order_by("pk").values_list("subject_id", flat=True))
    dates = [date for date in dates if date.case_uid != date.subject.uid or date.subject_id not in kept]
    uids = [date.case_uid for date in dates]
    numbers = references.named("case", uids, programmes)
    holds = RetentionHold.objects.filter(subject__in=[d.subject_id for d in dates], lifted_at__isnull=True)
    held = list(holds.order_by("pk").values_list("case_uid", "subject_id"))
    held_uids, held_people = {uid for uid, _subject in held}, {subject for _uid, subject in held}
    waiting = Disposal.objects.filter(
        subject__in=[d.subject_id for d in dates], state__in=[State.PROPOSED, State.APPROVED]
    )
    proposed = {uid or subject for uid, subject in waiting.order_by("pk").values_list("case_uid", "subject__uid")}
    return [
        Due(
            date,
            numbers.get(date.case_uid, ""),
            date.subject_id in held_people if date.case_uid == date.subject.uid else date.case_uid in held_uids,
            date.case_uid in proposed,
        )
        for date in dates
    ]


def how_many_due(oversight: Oversight) -> int:
    """How many case files and people of these programmes are past their last day."""
    return RetentionDate.objects.filter(subject__programme__in=oversight.programmes, last_day__lt=today()).count()


@transaction.atomic
def propose_due(*, by: Actor, chosen: Iterable[Due]) -> list[Disposal]:
    """Propose what is due as one batch, for a second person. Raises as `erasure.propose`."""
    batch = uuid.uuid4()
    return [
        erasure.propose(
            by=by,
            kind=Kind.PERSON if due.is_person else Kind.CASE,
            case_uid=None if due.is_person else due.date.case_uid,
            why=Disposal.Why.RETENTION,
            subject=due.date.subject,
            programme=due.date.retention_class.programme,
            batch=batch,
        )
        for due in chosen
    ]


def run() -> list[Disposal]:
    """Carry out what was approved and whose last day is past; what stands in the way of the rest stays."""
    rows = Disposal.objects.filter(why=Disposal.Why.RETENTION, state=State.APPROVED).select_related("subject")
    return [erasure.carry_out(row) for row in rows.order_by("pk") if day_has_come(row)]
