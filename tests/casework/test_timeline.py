"""The registries of a case file: the timeline's pages and kinds, the panels, the tabs."""

import datetime
from collections.abc import Callable

import pytest

from casework import panels, tabs, timeline
from casework.access import OpenCase
from casework.timeline import Entry
from consent.periods import HELSINKI, today
from tests.casework.opened import opened
from tests.people import Cast, actor

DAY = datetime.timedelta(days=1)


def entry(kind: str, days_ago: int, hour: int = 12, *, locked: bool = False) -> Entry:
    day = today() - days_ago * DAY
    at = datetime.datetime.combine(day, datetime.time(hour), HELSINKI)
    return Entry(kind, day, at, "x.html", {}, locked=locked)


def source(*entries: Entry) -> Callable[[OpenCase, int, datetime.date | None], list[Entry]]:
    def found(opened: OpenCase, limit: int, before: datetime.date | None) -> list[Entry]:
        return [each for each in entries if before is None or each.day < before][:limit]

    return found


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "_sources", {})


@pytest.mark.usefixtures("sources")
def test_newest__sources__are_woven_by_day_and_clock(cast: Cast) -> None:
    timeline.add("b", label="B", order=2, entries=source(entry("b", 0, 9), entry("b", 2)))
    timeline.add("a", label="A", order=1, entries=source(entry("a", 0, 15), entry("a", 1)))
    with opened(cast) as case:
        entries, older = timeline.newest(case)
        assert [each.kind for each in entries] == ["a", "b", "a", "b"]
        assert not older
        assert [each.kind for each in timeline.newest(case, kind="b")[0]] == ["b", "b"]
        assert [each.kind for each in timeline.kinds(case)] == ["a", "b"]


@pytest.mark.usefixtures("sources")
def test_newest__page__never_cuts_a_day_in_two(cast: Cast) -> None:
    timeline.add("a", label="A", order=1, entries=source(*[entry("a", number // 3, 12) for number in range(9)]))
    with opened(cast) as case:
        first, older = timeline.newest(case, limit=5)
        assert (len(first), older) == (3, True)
        rest, older = timeline.newest(case, limit=5, before=first[-1].day)
        assert (len(rest), older) == (3, True)
        last, older = timeline.newest(case, limit=5, before=rest[-1].day)
        assert (len(last), older) == (3, False)
        assert timeline.newest(case, limit=2)[0] != [], "a day fuller than a page is shown as far as it goes"


@pytest.mark.usefixtures("sources")
def test_kind_not_offered__has_no_chip__and_shows_only_in_all(cast: Cast) -> None:
    closed = source(entry("health", 0, locked=True))
    timeline.add("health", label="H", order=1, entries=closed, offered=lambda opened: opened.opens_health)
    with opened(cast) as case:
        assert timeline.kinds(case) == []
        assert len(timeline.newest(case)[0]) == 1
        assert timeline.newest(case, kind="health")[0] == []
    with opened(cast, cast.eeva) as case:
        assert len(timeline.newest(case, kind="health")[0]) == 1


def test_panels__of_a_place__in_order_and_only_with_content(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "_panels", {})
    panels.add("late", place="steps", order=9, template="late.html", content=lambda opened, actor: {"n": 2})
    panels.add("early", place="steps", order=1, template="early.html", content=lambda opened, actor: {"n": 1})
    panels.add("none", place="steps", order=5, template="none.html", content=lambda opened, actor: None)
    panels.add("else", place="head", order=1, template="else.html", content=lambda opened, actor: {})
    with opened(cast) as case:
        shown = panels.shown(case, actor(cast.minna), place="steps")
    assert shown == [{"template": "early.html", "n": 1}, {"template": "late.html", "n": 2}]


def test_tabs__unknown_page_or_not_offered__is_left_out(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabs, "_tabs", {})
    tabs.add("case-actions", "Second", 20)
    tabs.add("case-detail", "First", 10)
    tabs.add("no-such-page", "Never", 5)
    tabs.add("appointment-new", "Working", 30, offered=lambda opened: opened.works)
    with opened(cast, cast.onni) as case:
        shown = tabs.links(case, "case-actions")
    assert [(tab["label"], tab["current"]) for tab in shown] == [("First", False), ("Second", True)]


def test_once__fetches__once_for_a_page(cast: Cast) -> None:
    asked = []
    with opened(cast) as case:
        for _ in range(2):
            assert case.once("x", lambda: asked.append(1) or 7) == 7  # type: ignore[func-returns-value]
    assert asked == [1]
