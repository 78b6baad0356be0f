"""The plan on one page and the pages that change it."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from casework import agreed_actions
from casework.models import AgreedAction
from consent import keyring
from consent.keyring import Audience
from pathways import plans, services
from pathways.models import Goal, PlanStep
from tests.pathways.conftest import Group, make_case
from tests.pathways.desk.conftest import Desk, text
from tests.people import Cast

WORDS = "Haluan töihin keittiöön."


@pytest.fixture
def plan(tuesday: None, cast: Cast, ring: keyring.Keyring) -> PlanStep:
    """A goal with one step; the case file is open for the test to look into."""
    ring.open([(cast.case.scope, Audience.WORKER)])
    goal = plans.set_goal(by=cast.minna, case=cast.case, words=WORDS, on=cast.case.opened_on)
    return plans.add_step(
        by=cast.minna, case=cast.case, goal=goal, owner="participant", text="Tuo hygieniapassi", due_on=None
    )


RIGHTS = {
    "minna": (200, 200),
    "jari": (200, 200),
    "eeva": (200, 200),
    "onni": (200, 404),  # a student reads
    "sari": (403, 403),  # a colleague is told whom to ask
    "kaisa": (404, 404),
    "raija": (404, 404),
    "outi": (404, 404),
    "petri": (404, 404),
    "nasrin": (404, 404),
    "anna": (404, 404),
}


def test_plan__every_page__by_right(desk: Desk, plan: PlanStep, cast: Cast) -> None:
    for who, rights in RIGHTS.items():
        check_pages(desk, plan, cast, who, *rights)


def check_pages(desk: Desk, plan: PlanStep, cast: Cast, who: str, reading: int, working: int) -> None:
    account, case, action = getattr(cast, who), cast.case.uid, plan.action.uid
    goal = plan.goal.uid  # type: ignore[union-attr]
    for name in ("plan-detail", "case-groups"):
        assert desk.get(account, name, case).status_code == reading, (who, name)
    for name, args in (
        ("goal-set", [case]),
        ("goal-edit", [case, goal]),
        ("goal-end", [case, goal]),
        ("step-new", [case]),
        ("step-link", [case, action]),
        ("case-enrol", [case]),
    ):
        assert desk.get(account, name, *args).status_code == working, (who, name)
    answer = desk.post(account, "step-end", case, action, how="done", version=AgreedAction.objects.get().version)
    assert answer.status_code == (302 if working == 200 else working), who
    row = AgreedAction.objects.get()
    assert (row.state == "done") is (working == 200), who
    if row.state == "done":
        agreed_actions.reopen(row, by=cast.minna)


def test_plan__of_another_case__opens_nothing_of_it(desk: Desk, plan: PlanStep, cast: Cast) -> None:
    other = make_case(cast.minna, cast, "Esko Peltola")
    for name, uid in (("goal-edit", plan.goal.uid), ("step-link", plan.action.uid)):  # type: ignore[union-attr]
        assert desk.get(cast.minna, name, other.uid, uid).status_code == 404
        assert desk.get(cast.minna, name, cast.case.uid, uuid.uuid4()).status_code == 404


def test_plan__says_goal_steps_and_is_logged(desk: Desk, plan: PlanStep, cast: Cast, logged: Callable[[], Any]) -> None:
    agreed_actions.agree(by=cast.minna, case=cast.case, owner="worker", text="Varaa tulkki")
    page = text(desk.get(cast.minna, "plan-detail", cast.case.uid))
    assert f"<blockquote>{WORDS}</blockquote>" in page
    assert "Tuo hygieniapassi" in page
    assert "Varaa tulkki" in page, "agreed, not yet linked, shown under the current goal"
    assert logged() == ("view", "plan_detail", {cast.case.subject.uid})


def test_plan__for_a_student__has_no_buttons(desk: Desk, plan: PlanStep, cast: Cast) -> None:
    page = text(desk.get(cast.onni, "plan-detail", cast.case.uid))
    assert WORDS in page
    assert 'name="how"' not in page
    assert "/plan/goal/" not in page


def goal(desk: Desk, cast: Cast, **more: str) -> Any:
    fields = {"words": "Haluan kokiksi.", "on": "24.11.2026", "submission": str(uuid.uuid4()), **more}
    return desk.post(cast.minna, "goal-set", cast.case.uid, **fields)


def test_goal_set__asks_what_happens_to_open_steps(desk: Desk, plan: PlanStep, cast: Cast) -> None:
    assert 'name="steps"' in text(desk.get(cast.minna, "goal-set", cast.case.uid))
    assert goal(desk, cast).status_code == 200, "the question was not answered"
    assert Goal.objects.count() == 1
    assert goal(desk, cast, steps="drop").status_code == 302
    assert plans.current_goal(cast.case).words == "Haluan kokiksi."  # type: ignore[union-attr]
    assert AgreedAction.objects.get().state == "dropped"


def test_goal_set__without_open_steps__asks_nothing(desk: Desk, plan: PlanStep, cast: Cast) -> None:
    agreed_actions.finish(plan.action, by=cast.minna)
    assert 'name="steps"' not in text(desk.get(cast.minna, "goal-set", cast.case.uid))
    assert goal(desk, cast).status_code == 302


def test_goal_set__sent_twice__sets_one(desk: Desk, plan: PlanStep, cast: Cast) -> None:
    same = str(uuid.uuid4())
    for _twice in range(2):
        goal(desk, cast, steps="keep", submission=same)
    assert Goal.objects.count() == 2


def test_goal_set__wrong__keeps_what_was_typed(desk: Desk, plan: PlanStep, cast: Cast) -> None:
    for wrong in ({"words": " "}, {"words": "å" * 501}, {"on": "25.11.2026"}, {"on": "31.2."}, {"steps": "burn"}):
        answer = goal(desk, cast, **{"steps": "keep", **wrong})
        page = text(answer)
        assert answer.status_code == 200, wrong
        assert "error-summary" in page
        assert wrong.get("words", "Haluan kokiksi.").strip() in page
    assert Goal.objects.count() == 1


def test_goal_edit__of_two_at_once__shows_both(desk: Desk, plan: PlanStep, cast: Cast) -> None:
    row = plan.goal
    assert row is not None
    plans.reword_goal(Goal.objects.get(), by=cast.jari, words="Haluan kokiksi Poriin.", version=1)
    where = ("goal-edit", cast.case.uid, row.uid)
    page = text(desk.post(cast.minna, *where, words="Haluan keittiöön töihin.", version="1"))
    for words in (WORDS, "Haluan kokiksi Poriin.", "Haluan keittiöön töihin."):
        assert words in page
    assert Goal.objects.get().words == "Haluan kokiksi Poriin."
    assert desk.post(cast.minna, *where, words="Haluan keittiöön töihin.", version="2").status_code == 302
    assert Goal.objects.get().words == "Haluan keittiöön töihin."


def test_goal_end__asks_about_the_steps(desk: Desk, plan: PlanStep, cast: Cast) -> None:
    row = plan.goal
    assert row is not None
    where = ("goal-end", cast.case.uid, row.uid)
    assert desk.post(cast.minna, *where, state="reached").status_code == 200
    assert desk.post(cast.minna, *where, state="reached", steps="keep").status_code == 302
    assert Goal.objects.get().state == "reached"
    page = text(desk.get(cast.minna, "plan-detail", cast.case.uid))
    assert WORDS in page, "among the former goals"
    assert "Tuo hygieniapassi" in page, "still agreed"


def step(desk: Desk, cast: Cast, **more: str) -> Any:
    fields = {"owner": "participant", "text": "Kysy paikkaa", "due_on": "", "leads_to": "", **more}
    return desk.post(cast.minna, "step-new", cast.case.uid, **{"submission": str(uuid.uuid4()), **fields})


def test_step_new__with_owner_day_and_place(desk: Desk, plan: PlanStep, group: Group, cast: Cast) -> None:
    more = {"owner": str(cast.jari.uid), "due_on": "pe", "leads_to": f"group:{group.series.uid}"}
    assert step(desk, cast, **{**more, "due_on": "27.11."}).status_code == 302
    row = PlanStep.objects.select_related("action").get(group=group.series)
    assert (row.action.worker, row.action.due_on.day) == (cast.jari, 27)  # type: ignore[union-attr]
    page = text(desk.get(cast.minna, "plan-detail", cast.case.uid))
    assert f"/groups/{group.series.uid}/" in page


def test_step_new__from_a_service__has_it_chosen(desk: Desk, plan: PlanStep, cast: Cast) -> None:
    service = services.create(by=cast.anna, organisation=cast.house.own, kind="work", name="Työhönvalmennus")
    answer = desk.post(cast.minna, "service-to-plan", service.uid, case=str(cast.case.uid))
    assert answer["Location"] == f"/cases/{cast.case.uid}/plan/steps/new/?service={service.uid}"
    page = text(desk.client.get(answer["Location"]))
    assert f'value="service:{service.uid}" selected' in page


def test_step_new__wrong__keeps_what_was_typed(desk: Desk, plan: PlanStep, cast: Cast) -> None:
    for wrong in (
        {"text": ""},
        {"text": "å" * 201},
        {"owner": "somebody"},
        {"due_on": "32.11."},
        {"leads_to": "group:nonsense"},
        {"leads_to": f"referral:{uuid.uuid4()}"},
        {"leads_to": "case:1"},
    ):
        answer = step(desk, cast, **wrong)
        assert answer.status_code == 200, wrong
        assert "error-summary" in text(answer)
        assert "Kysy paikkaa" in text(answer) or "text" in wrong
    assert AgreedAction.objects.count() == 1


def test_step_new__sent_twice__agrees_once(desk: Desk, plan: PlanStep, cast: Cast) -> None:
    same = str(uuid.uuid4())
    for _twice in range(2):
        step(desk, cast, submission=same)
    assert AgreedAction.objects.count() == 2


def test_step_end__over_a_newer_version__changes_nothing(desk: Desk, plan: PlanStep, cast: Cast) -> None:
    where = ("step-end", cast.case.uid, plan.action.uid)
    desk.post(cast.minna, *where, how="done", version="1")
    desk.post(cast.jari, *where, how="reopen", version="1")
    assert AgreedAction.objects.get().state == "done"
    desk.post(cast.jari, *where, how="reopen", version="2")
    assert AgreedAction.objects.get().state == "open"
    desk.post(cast.jari, *where, how="explode", version="3")
    assert AgreedAction.objects.get().state == "open"


def test_step_link__to_a_group_and_away_again(desk: Desk, plan: PlanStep, group: Group, cast: Cast) -> None:
    where = ("step-link", cast.case.uid, plan.action.uid)
    desk.post(cast.minna, *where, leads_to=f"group:{group.series.uid}")
    assert PlanStep.objects.get().group == group.series
    page = text(desk.get(cast.minna, "plan-detail", cast.case.uid))
    assert 'value="done"' not in page, "a step that follows a group has no state of its own"
    desk.post(cast.minna, *where, leads_to="")
    assert PlanStep.objects.get().group is None
    assert PlanStep.objects.get().goal == plan.goal


def test_plan__any_size__costs_the_same(desk: Desk, plan: PlanStep, cast: Cast) -> None:
    costs = []
    for rows in (1, 39):
        for number in range(rows):
            fields = {"owner": "participant", "text": f"Askel {number}", "due_on": None}
            plans.add_step(by=cast.minna, case=cast.case, goal=plan.goal, **fields)  # type: ignore[arg-type]
        costs.append(desk.cost(cast.minna, "plan-detail", cast.case.uid))
    assert costs[0] == costs[1] <= 20
    assert len(desk.get(cast.minna, "plan-detail", cast.case.uid).content) < 60_000
