"""One goal in own words, and steps that lead there or follow what they lead to."""

import datetime

import pytest

from casework import agreed_actions
from casework.models import AgreedAction
from consent import keyring
from consent.keyring import Audience
from consent.records import StaleWrite
from pathways import enrolments, plan_rows, plans, services
from pathways.models import Enrolment, Goal, PlanStep
from tests.pathways.conftest import Group, make_case
from tests.people import Cast

DAY = datetime.date(2026, 9, 2)


@pytest.fixture
def opened(cast: Cast, ring: keyring.Keyring) -> None:
    """The case file is open, as for whoever works on it."""
    ring.open([(cast.case.scope, Audience.WORKER)])


def goal_of(cast: Cast, words: str = "Haluan töihin keittiöön.", on: datetime.date = DAY) -> Goal:
    return plans.set_goal(by=cast.minna, case=cast.case, words=words, on=on)


def step_to(cast: Cast, goal: Goal | None, text: str = "Tuo hygieniapassi", **more: object) -> PlanStep:
    fields = {"owner": "participant", "text": text, "due_on": None, **more}
    return plans.add_step(by=cast.minna, case=cast.case, goal=goal, **fields)  # type: ignore[arg-type]


def test_goal__set_again__leaves_the_former_and_takes_its_open_steps_along(opened: None, cast: Cast) -> None:
    first = goal_of(cast, "Haluan oppia suomea.")
    kept, done = step_to(cast, first), step_to(cast, first, "Käy kirjastossa")
    agreed_actions.finish(done.action, by=cast.minna)
    second = goal_of(cast, on=datetime.date(2026, 10, 1))
    assert plans.current_goal(cast.case) == second
    former = Goal.objects.get(pk=first.pk)
    assert (former.state, former.ended_on) == ("left", datetime.date(2026, 10, 1))
    assert PlanStep.objects.get(pk=kept.pk).goal == second
    assert PlanStep.objects.get(pk=done.pk).goal == first, "what was done stays where it was done"


def test_goal__set_again__drops_open_steps_when_so_chosen(opened: None, cast: Cast) -> None:
    step = step_to(cast, goal_of(cast))
    plans.set_goal(by=cast.minna, case=cast.case, words="Jotain muuta", on=DAY, keep_steps=False)
    assert AgreedAction.objects.get(pk=step.action.pk).state == "dropped"


@pytest.mark.parametrize("words", ["", "   ", "\n"])
def test_goal__without_words__is_refused(opened: None, cast: Cast, words: str) -> None:
    with pytest.raises(plans.GoalNeedsWords):
        goal_of(cast, words)
    assert not Goal.objects.exists()


@pytest.mark.parametrize(("keep", "action_state"), [(True, "open"), (False, "dropped")])
def test_goal__end__does_with_its_open_steps_as_chosen(opened: None, cast: Cast, keep: bool, action_state: str) -> None:
    goal = goal_of(cast)
    step = step_to(cast, goal)
    plans.end_goal(goal, by=cast.minna, state="reached", keep_steps=keep)
    assert (goal.state, goal.ended_on is not None) == ("reached", True)
    assert AgreedAction.objects.get(pk=step.action.pk).state == action_state
    assert plans.current_goal(cast.case) is None
    with pytest.raises(plans.GoalEnded):
        plans.end_goal(goal, by=cast.minna, state="left", keep_steps=True)


def test_goal__reword__over_a_newer_version__is_stale(opened: None, cast: Cast) -> None:
    goal = goal_of(cast)
    mine, theirs = Goal.objects.get(pk=goal.pk), Goal.objects.get(pk=goal.pk)
    plans.reword_goal(theirs, by=cast.jari, words="Haluan kokiksi.", version=1)
    with pytest.raises(StaleWrite):
        plans.reword_goal(mine, by=cast.minna, words="Haluan töihin.", version=1)
    assert Goal.objects.get(pk=goal.pk).words == "Haluan kokiksi."


def test_goal__sealed__reads_only_where_the_case_is_open(opened: None, cast: Cast) -> None:
    goal_of(cast)
    with keyring.fresh():
        assert "keittiöön" not in Goal.objects.get().words


def test_step__to_another_case__is_refused(opened: None, cast: Cast, ring: keyring.Keyring) -> None:
    other = make_case(cast.minna, cast, "Esko Peltola")
    theirs = plans.set_goal(by=cast.minna, case=other, words="Oma", on=DAY)
    with pytest.raises(plans.OtherCase):
        step_to(cast, theirs)
    assert not AgreedAction.objects.exists(), "nothing half agreed"


def test_step__to_a_group_of_another_programme__is_refused(opened: None, group: Group, cast: Cast) -> None:
    group.series.programme = cast.house.other_programme
    with pytest.raises(plans.OtherCase):
        step_to(cast, None, group=group.series)


def test_step__to_two_places__is_refused(opened: None, group: Group, cast: Cast) -> None:
    service = services.create(by=cast.anna, organisation=cast.house.own, kind="work", name="Työ")
    with pytest.raises(plans.LeadsOneWay):
        step_to(cast, None, group=group.series, service=service)


def test_link__again__says_it_anew_on_the_same_row(opened: None, group: Group, cast: Cast) -> None:
    action = agreed_actions.agree(by=cast.minna, case=cast.case, owner="participant", text="Käy ryhmässä")
    first = plans.link(by=cast.minna, action=action, group=group.series)
    second = plans.link(by=cast.minna, action=action)
    assert (first.pk, second.group) == (second.pk, None)


def the_step(cast: Cast) -> plan_rows.Step:
    current, _former = plan_rows.of(cast.case)
    return current.open[0]


def test_step__to_a_group__follows_the_place_in_words(opened: None, group: Group, cast: Cast) -> None:
    step_to(cast, goal_of(cast), group=group.series)
    row = Enrolment.objects.get(case=cast.case)
    assert (the_step(cast).leads_to, the_step(cast).may_finish) == ("Tiistairyhmä", False)
    said = {str(the_step(cast).follows)}
    enrolments.leave(row, by=cast.minna)
    said.add(str(the_step(cast).follows))
    assert the_step(cast).is_over
    assert the_step(cast).may_finish
    row.delete()
    said.add(str(the_step(cast).follows))
    assert not the_step(cast).is_over
    assert len(said) == 3, "in the group, left, not yet in it"


def test_step__to_a_service__has_a_state_of_its_own(opened: None, cast: Cast) -> None:
    service = services.create(by=cast.anna, organisation=cast.house.own, kind="work", name="Työ")
    step_to(cast, None, service=service)
    assert (the_step(cast).follows, the_step(cast).may_finish) == ("", True)


def test_plan__gathers_actions_without_a_link_under_the_current_goal(opened: None, cast: Cast) -> None:
    goal = goal_of(cast)
    agreed_actions.agree(by=cast.minna, case=cast.case, owner="worker", text="Varaa tulkki")
    step_to(cast, goal)
    current, former = plan_rows.of(cast.case)
    assert {step.action.text for step in current.open} == {"Varaa tulkki", "Tuo hygieniapassi"}
    assert (current.goal, former) == (goal, [])


def test_plan__any_size__takes_the_same_queries(
    opened: None, cast: Cast, django_assert_max_num_queries: object
) -> None:
    goal = goal_of(cast)
    for number in range(40):
        step_to(cast, goal, f"Askel {number}")
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        assert len(plan_rows.of(cast.case)[0].open) == 40
