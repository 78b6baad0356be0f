"""The goal in the person's own words, as the first page, the timeline and letters show it."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from casework import panels, tabs, timeline
from casework.access import OpenCase
from casework.letter_fields import LetterField, Place
from casework.letter_fields import add as add_letter_field
from consent.actors import Actor
from consent.periods import HELSINKI
from pathways import plans
from pathways.models import Goal


def panel(opened: OpenCase, actor: Actor) -> dict[str, Any]:
    """The goal as a quote; without one, the way to write it for those who work here."""
    current = next((goal for goal in _goals(opened) if goal.state == Goal.State.CURRENT), None)
    return {"goal": current, "works": opened.works}


def beside_writing(opened: OpenCase, actor: Actor) -> dict[str, Any] | None:
    """The goal for whoever writes a session: kept in sight, or nothing."""
    goal = plans.current_goal(opened.case)
    return {"goal": goal} if goal else None


def goals(opened: OpenCase, limit: int, before: datetime.date | None) -> list[timeline.Entry]:
    """Goals that were set, and reached, newest first."""
    found = []
    for goal in _goals(opened):
        found.append(_entry(goal, goal.set_on, _("Goal set")))
        if goal.state == Goal.State.REACHED and goal.ended_on is not None:
            found.append(_entry(goal, goal.ended_on, _("Goal reached")))
    found.sort(key=lambda entry: (entry.day, entry.at), reverse=True)
    return [entry for entry in found if before is None or entry.day < before][:limit]


def _goals(opened: OpenCase) -> list[Goal]:
    """Every goal, newest first: the panel and the timeline of one page share them."""
    return opened.once("goals", lambda: list(Goal.objects.filter(case=opened.case).order_by("-set_on", "-pk")))


def _entry(goal: Goal, day: datetime.date, title: Any) -> timeline.Entry:
    return timeline.Entry(
        kind="plan",
        day=day,
        at=datetime.datetime.combine(day, datetime.time(), HELSINKI),
        template="pathways/desk/_timeline_goal.html",
        content={"title": title, "words": goal.words},
    )


def in_letter(opened: OpenCase) -> str:
    """The goal as the person said it; "" without one."""
    goal = plans.current_goal(opened.case)
    return goal.words if goal else ""


def register() -> None:
    """Make tab, panel, timeline source and letter field known."""
    tabs.add("plan-detail", _("Plan"), 20)
    panels.add("goal", place="head", order=10, template="pathways/desk/_panel_goal.html", content=panel)
    panels.add("goal-aside", place="aside", order=10, template="pathways/desk/_aside_goal.html", content=beside_writing)
    timeline.add("plan", label=_("Plan"), order=40, entries=goals)
    add_letter_field(LetterField("goal", _("Own goal"), 20, in_letter, place=Place.OWN_WORDS, category="plan"))
