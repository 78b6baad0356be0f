"""What consents show outside their own page: a tab, the panel of grounds, the timeline, and what ends soon."""

import datetime
from typing import Any

from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from casework import day_items, panels, standing, tabs, timeline
from casework.access import CASE_WORK, OpenCase
from casework.day_items import Section
from casework.health_ground import HEALTH
from casework.models import CaseFile, Permission
from casework.timeline import Entry
from consent import notices
from consent.actors import Actor
from consent.consents import ENDING_DAYS, URGENT_DAYS, carried_on, holds, still_asked, titled
from consent.keyring import Audience
from consent.models import Consent
from consent.periods import HELSINKI, day_in_finland

EVENT = "casework/desk/_consent_on_timeline.html"
NOTICE = "casework/desk/_notice_on_timeline.html"
MOST_SHOWN = 12
SHOWN = (  # of an answer, on the timeline and in the panel of grounds
    *("kind", "state", "channel", "answered_at", "until", "withdrawn_at", "mistaken_from", "ground"),
    *("question__title", "question__superseded_on", "ground__valid_until", "recipient__name", "heard_by__name"),
)


def register() -> None:
    """Fill the registries."""
    tabs.add("case-consents", _("Consents"), 50)
    panels.add("grounds", place="grounds", order=10, template="casework/desk/_grounds.html", content=panel)
    timeline.add("consent", label=_("Consents"), order=50, entries=entries)
    day_items.add_section("ending-consents", ending)


def panel(opened: OpenCase, actor: Actor) -> dict[str, Any]:
    """What the file may be used for today: answers first, because they end."""
    statutes, rows = standing.in_force(opened)
    return {"rows": rows, "statutes": statutes}


def entries(opened: OpenCase, limit: int, before: datetime.date | None) -> list[Entry]:
    """Answers, withdrawals and notices given, newest first; two queries."""
    moment = datetime.datetime.combine(before, datetime.time(), HELSINKI) if before else None
    found = [*_answers(opened, limit, moment), *_notices(opened, limit, moment)]
    return sorted(found, key=lambda entry: entry.at, reverse=True)[:limit]


def _answers(opened: OpenCase, limit: int, before: datetime.datetime | None) -> list[Entry]:
    rows = Consent.objects.filter(subject=opened.case.subject, ground__programme=opened.case.programme)
    rows = rows.exclude(state=Consent.State.ERROR)
    rows = rows.select_related("ground", "question", "recipient", "heard_by").only(*SHOWN)
    if before:
        rows = rows.filter(answered_at__lt=before)
    if not opened.works:
        rows = rows.exclude(ground__purpose__code=HEALTH)
    withdrawn = Q(withdrawn_at__lt=before) if before else Q(withdrawn_at__isnull=False)
    newest = Case(When(withdrawn, then="withdrawn_at"), default="answered_at")
    answers = list(titled(rows).order_by(newest.desc(), "-pk")[:limit])
    if before is None and len(answers) < limit:
        opened.shared[standing.ANSWERS] = answers  # all there are: the panel of the same page need not ask again
    found = []
    for consent in answers:
        found.append(_entry(consent, consent.said, consent.answered_at))
        ended = consent.withdrawn_at
        if ended is not None and (before is None or ended < before):
            found.append(_entry(consent, Consent.State.WITHDRAWN.value, ended))
    return found


def _entry(consent: Consent, said: str, at: datetime.datetime) -> Entry:
    return Entry("consent", day_in_finland(at), at, EVENT, {"consent": consent, "said": said})


def _notices(opened: OpenCase, limit: int, before: datetime.datetime | None) -> list[Entry]:
    rows = notices.given_to(opened.case.subject, opened.case.programme)
    if before:
        rows = rows.filter(given_at__lt=before)
    return [
        Entry("consent", day_in_finland(row.given_at), row.given_at, NOTICE, {"given": row}) for row in rows[:limit]
    ]


def ending(actor: Actor, day: datetime.date) -> Section | None:
    """Answers of people in the actor's own files that end within thirty days, or that a new notice or ground has ended

    and nobody has asked again; the earliest first; one query. In its last seven days an answer says so in words.
    """
    if not actor.has(*CASE_WORK):
        return None
    cases = CaseFile.objects.for_user(actor.account, Permission.WORK).still_open()
    last = day + datetime.timedelta(days=ENDING_DAYS)
    soon = Q(still_asked(day)) & carried_on(day) & Q(until__lte=last)
    again = Q(question__superseded_on__lte=day) | Q(ground__replaced_by__valid_from__lte=day)
    given = Consent.objects.filter(soon | again, state=Consent.State.GIVEN, until__gte=day)
    given = given.filter(subject__cases__in=cases, subject__cases__programme=F("ground__programme"))
    given = given.annotate(case_uid=F("subject__cases__uid")).select_related(
        "ground", "question", "subject__participant"
    )
    rows = list(titled(given).order_by("until", "pk")[:MOST_SHOWN])
    if not rows:
        return None
    over = {row.pk for row in rows if not holds(row, day)}
    moved = {row.pk for row in rows if row.ground.valid_until is not None and row.ground.valid_until < day}
    return Section(
        "side",
        20,
        "casework/desk/_ending_consents.html",
        {
            "rows": [(row, (row.until - day).days) for row in rows if row.until],
            "over": over,
            "moved": moved,
            "urgent_days": URGENT_DAYS,
        },
        pairs=tuple((row.subject.scope, Audience.WORKER) for row in rows),
        subjects=tuple(row.subject.uid for row in rows),
    )
