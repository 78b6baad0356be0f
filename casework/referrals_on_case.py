"""Referrals where the sender meets them: the tab and the panel of a case file, its timeline, and my day."""

import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from casework import day_items, panels, referral_loop, tabs, timeline
from casework.access import OpenCase
from casework.day_items import Section
from casework.models import CaseFile, Permission, Referral, ReferralApproval, ReferralMove, ReferralState, Side
from casework.models.referral_states import FINAL_STATES, OPEN_STATES
from casework.timeline import Entry
from consent import navigation
from consent.actors import Actor
from consent.keyring import Audience
from consent.models import Role
from consent.periods import HELSINKI, day_in_finland, now

State = ReferralState
UNFINISHED = OPEN_STATES | {State.DRAFT, State.AWAITING}
NEWS_DAYS = 7
SHOWN = 12
KNOWN = "referrals"
# Each with who did it in the same statement: a prefetch along two arrows would cost one more.
_LOOP = (
    Prefetch("moves", ReferralMove.objects.select_related("by")),
    Prefetch("approvals", ReferralApproval.objects.select_related("recorded_by")),
)


def register() -> None:
    """Fill the registries; called once, when the app is loaded."""
    tabs.add("referral-list", _("Referrals"), 40)
    panels.add("referrals", place="contacts", order=10, template="casework/desk/_referral_panel.html", content=panel)
    timeline.add("referral", label=_("Referrals"), order=30, entries=entries)
    day_items.add_section("referral-answers", answers)
    navigation.add(
        audience="desk",
        url_name="inbox",
        label=_("Referrals"),
        icon="inbox",
        roles={str(Role.PARTNER)},
        order=10,
        under=("inbox-",),
    )


def panel(opened: OpenCase, actor: Actor) -> dict[str, Any]:
    """What is under way: written, waiting for approval, waiting for an answer, going on."""
    if KNOWN in opened.shared:
        known, read = opened.shared[KNOWN]
        shown = sorted((row for row in known if row.state in UNFINISHED), key=_newest, reverse=True)[:SHOWN]
    else:
        shown = list(_rows(opened).filter(state__in=UNFINISHED).order_by("-created_at", "-pk")[:SHOWN])
        read = referral_loop.first_openings([row for row in shown if row.sent_at])
    return {"rows": [referral_loop.row(row, read.get(row.uid)) for row in shown], "works": opened.works}


def entries(opened: OpenCase, limit: int, before: datetime.date | None) -> list[Entry]:
    """What was sent or waits for approval, each with its loop; a draft is nothing that happened.

    Where these rows are all there are, the panel of the same page takes them instead of asking again.
    """
    rows = _rows(opened).filter(Q(sent_at__isnull=False) | Q(state__in=[State.AWAITING, State.DRAFT]))
    rows = rows.annotate(at=Coalesce("sent_at", "created_at")).order_by("-at", "-pk")
    if before is not None:
        rows = rows.filter(at__lt=datetime.datetime.combine(before, datetime.time(), HELSINKI))
    shown = list(rows.prefetch_related(*_LOOP)[:limit])
    read = referral_loop.first_openings([row for row in shown if row.sent_at])
    if before is None and len(shown) < limit:
        opened.shared[KNOWN] = shown, read
    return [_entry(row, read.get(row.uid)) for row in shown if row.sent_at or row.state != State.DRAFT]


def _newest(referral: Referral) -> tuple[datetime.datetime, int]:
    return referral.created_at, referral.pk


def _entry(referral: Any, read_at: datetime.datetime | None) -> Entry:
    moves, approvals = list(referral.moves.all()), list(referral.approvals.all())
    content = {
        **referral_loop.row(referral, read_at),
        "title": referral_loop.title(referral),
        "steps": referral_loop.steps(referral, moves=moves, approvals=approvals, read_at=read_at),
    }
    day = day_in_finland(referral.at)
    return Entry("referral", day, referral.at, "casework/desk/_referral_on_timeline.html", content)


def _rows(opened: OpenCase) -> Any:
    return Referral.objects.filter(case=opened.case).select_related("recipient", "case__subject").defer("letter")


def answers(actor: Actor, day: datetime.date) -> Section | None:
    """What recipients and participants answered to the actor's referrals, as long as it asks something of the actor.

    An acceptance is news for a week.
    """
    if not actor.has(Role.WORKER, Role.HEALTH):
        return None
    approved = ReferralApproval.objects.filter(
        referral=OuterRef("pk"), content_hash=OuterRef("content_hash"), answer=ReferralApproval.Answer.APPROVED
    )
    changes = ReferralMove.objects.filter(referral=OuterRef("pk"), to_state=State.DRAFT, side=Side.PARTICIPANT)
    since = now() - datetime.timedelta(days=NEWS_DAYS)
    news = Q(state__in=[State.ACCEPTED, State.IN_PROGRESS], answered_at__gte=since)
    ended = Q(state__in=FINAL_STATES, loop_closed_at__isnull=True, sent_at__isnull=False)
    said = Q(Q(state=State.AWAITING) & Exists(approved)) | Q(Q(state=State.DRAFT) & Exists(changes))
    rows = Referral.objects.filter(
        news | ended | said | Q(state=State.ON_HOLD),
        sender=actor.account,
        case__in=CaseFile.objects.for_user(actor.account, Permission.READ),
    )
    rows = rows.select_related("recipient", "case__subject__participant").defer("letter")
    rows = rows.order_by("-created_at", "-pk")[:SHOWN]
    shown = [{"referral": row, "words": _words(row), "of_recipient": row.sent_at is not None} for row in rows]
    if not shown:
        return None
    subjects = [row["referral"].case.subject for row in shown]
    return Section(
        "main",
        25,
        "casework/desk/_referral_answers_of_day.html",
        {"rows": shown},
        pairs=tuple((subject.scope, Audience.WORKER) for subject in subjects),
        subjects=tuple(subject.uid for subject in subjects),
    )


def _words(referral: Referral) -> Any:
    if referral.state == State.AWAITING:
        return referral_loop.APPROVAL_WORDS[ReferralApproval.Answer.APPROVED]
    if referral.state == State.DRAFT:
        return referral_loop.APPROVAL_WORDS[ReferralApproval.Answer.CHANGES]
    return referral.get_state_display()
