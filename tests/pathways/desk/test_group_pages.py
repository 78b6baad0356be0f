"""The pages of groups: who sees what, what is logged, how many queries a page costs."""

from collections.abc import Callable
from typing import Any

import pytest

from casework.models import Participant
from consent.models import AccessEvent
from pathways import enrolments, groups
from pathways.models import Enrolment
from tests.pathways.conftest import NAMES, Group, make_case, make_series
from tests.pathways.desk.conftest import Desk, text
from tests.people import Cast

LAST_NAMES = [name.split()[1] for name in NAMES] + ["Rahimi"]
PAGES = ["group-detail", "group-participants", "group-queue"]
CHANGING = ["group-edit", "group-facilitators", "meeting-new"]

#                      detail, edit, attendance
RIGHTS: dict[str, tuple[int, int, int]] = {
    "raija": (200, 200, 200),  # runs the group
    "onni": (200, 403, 200),  # learns in it
    "minna": (200, 403, 403),  # worker of the programme, told whom to ask
    "eeva": (200, 403, 403),
    "kaisa": (200, 200, 404),  # coordinator: changes it, sees nobody
    "outi": (404, 404, 404),  # another programme
    "petri": (404, 404, 404),
    "kirsi": (404, 404, 404),
    "arto": (404, 404, 404),
    "anna": (404, 404, 404),
    "nasrin": (404, 404, 404),
}


def test_group__every_page__by_right(desk: Desk, group: Group, cast: Cast) -> None:
    for who, rights in RIGHTS.items():
        check_pages(desk, group, cast, who, *rights)


def check_pages(desk: Desk, group: Group, cast: Cast, who: str, detail: int, edit: int, marking: int) -> None:
    account = getattr(cast, who)
    found = {name: desk.get(account, name, group.series.uid).status_code for name in PAGES + CHANGING}
    assert found == dict.fromkeys(PAGES, detail) | dict.fromkeys(CHANGING, edit), who
    for name, status in (("attendance", marking), ("walk-in-add", marking), ("meeting-move", edit)):
        assert desk.get(account, name, group.meeting.uid).status_code == status, (who, name)
    for name in ("attendance-tap", "attendance-draft"):
        expected = 404 if (who, name) == ("onni", "attendance-draft") else marking
        assert desk.post(account, name, group.meeting.uid).status_code == expected, (who, name)


def test_group__another_facilitators__is_not_there(desk: Desk, group: Group, cast: Cast) -> None:
    other = make_series(cast.raija, cast, title="Kielikahvila")
    assert desk.get(cast.raija, "group-detail", other.uid).status_code == 404
    assert "Kielikahvila" not in text(desk.get(cast.raija, "group-list"))
    assert "Kielikahvila" in text(desk.get(cast.minna, "group-list"))


def test_group__after_the_last_day_of_running_it__is_not_there(desk: Desk, group: Group, cast: Cast) -> None:
    row = next(each for each in groups.in_force(group.series) if each.account == cast.raija)
    groups.end_facilitation(row, by=cast.kaisa)
    for name, uid in (("group-detail", group.series.uid), ("attendance", group.meeting.uid)):
        assert desk.get(cast.raija, name, uid).status_code == 404


@pytest.mark.parametrize("who", ["raija", "onni"])
def test_pages_of_who_runs_a_group__never_say_a_last_name_or_lead_to_a_case(
    desk: Desk, group: Group, cast: Cast, who: str
) -> None:
    account = getattr(cast, who)
    key = f"e{Enrolment.objects.get(case=group.people[1]).pk}"
    pages = [desk.get(account, name, group.series.uid) for name in PAGES]
    pages += [desk.get(account, name, group.meeting.uid) for name in ("attendance", "walk-in-add")]
    pages += [desk.get(account, "attendance-row", group.meeting.uid, key), desk.get(account, "home")]
    pages += [desk.post(account, "walk-in-add", group.meeting.uid, q="a")]
    said = " ".join(text(page) for page in pages)
    assert "Aino Y." in said
    assert not [name for name in LAST_NAMES if name in said]
    others = [case for case in group.people if case != cast.case]  # onni is assigned to Nasrin's case file
    assert not [case.uid for case in others if f"/cases/{case.uid}/" in said]


def test_participants__link_to_the_case_file__with_its_right_alone(desk: Desk, group: Group, cast: Cast) -> None:
    assert f"/cases/{cast.case.uid}/" in text(desk.get(cast.onni, "group-participants", group.series.uid))
    assert f"/cases/{cast.case.uid}/" not in text(desk.get(cast.raija, "group-participants", group.series.uid))


def test_participants__for_a_worker_who_does_not_run_it__own_people_and_a_number(
    desk: Desk, group: Group, cast: Cast, logged: Callable[[], Any]
) -> None:
    page = text(desk.get(cast.minna, "group-participants", group.series.uid))
    assert "Nasrin R." in page
    assert "Aino Y." not in page
    assert logged() == ("view", "group_participants", {cast.case.subject.uid})


def test_participants__for_the_coordinator__only_how_many(
    desk: Desk, group: Group, cast: Cast, logged: Callable[[], Any]
) -> None:
    page = text(desk.get(cast.kaisa, "group-participants", group.series.uid))
    assert "7" in page
    assert "Nasrin" not in page
    assert logged() == ("view", "group_participants", set())


def test_theme__is_shown_to_those_who_run_the_group_only(desk: Desk, group: Group, cast: Cast) -> None:
    seen = {
        who: "Päihteetön arki" in text(desk.get(getattr(cast, who), "group-detail", group.series.uid))
        for who in ("raija", "onni", "minna", "kaisa")
    }
    assert seen == {"raija": True, "onni": True, "minna": False, "kaisa": False}
    assert "Päihteetön" not in text(desk.get(cast.kaisa, "group-edit", group.series.uid))


def test_refusal__names_whom_to_ask_and_is_logged(desk: Desk, group: Group, cast: Cast) -> None:
    page = desk.get(cast.minna, "attendance", group.meeting.uid)
    assert page.status_code == 403
    assert "Raija" in text(page)
    event = AccessEvent.objects.order_by("pk").last()
    assert event is not None
    assert (event.action, event.page, event.object_uid) == ("denied", "attendance", group.meeting.uid)


def test_list__says_places_and_filters_by_link(desk: Desk, group: Group, cast: Cast) -> None:
    assert "7/12" in text(desk.get(cast.minna, "group-list"))
    assert "7/12" not in text(desk.get(cast.minna, "group-list", kind="own"))
    assert "7/12" not in text(desk.get(cast.raija, "group-list", kind="ended"))
    group.series.state = "ended"
    group.series.save(update_fields=["state"])
    assert "7/12" in text(desk.get(cast.raija, "group-list", kind="ended"))


def test_list__empty__says_so(desk: Desk, cast: Cast) -> None:
    for kind in ("", "own", "ended", "nonsense", "'; DROP TABLE"):
        page = desk.get(cast.raija, "group-list", kind=kind)
        assert page.status_code == 200
        assert 'class="empty"' in text(page), kind


def test_list__own_first_then_by_next_meeting(desk: Desk, group: Group, cast: Cast) -> None:
    make_series(cast.raija, cast, title="Aamuryhmä", weekday=2)
    later = make_series(cast.raija, cast, title="Iltaryhmä", weekday=4)
    groups.facilitate(by=cast.kaisa, series=later, account=cast.minna, role="facilitator", starts_on=later.starts_on)
    page = text(desk.get(cast.minna, "group-list"))
    places = [page.index(title) for title in ("Iltaryhmä", "Tiistairyhmä", "Aamuryhmä")]
    assert places == sorted(places)


def test_queue__place_is_given_by_who_leads_or_by_the_own_worker(desk: Desk, group: Group, cast: Cast) -> None:
    group.series.capacity = 7
    group.series.save(update_fields=["capacity"])
    guest = make_case(cast.minna, cast, "Tapio Mäkelä")
    row = enrolments.enrol(by=cast.minna, series=group.series, case=guest, on=group.series.starts_on)
    assert row.state == "waiting"
    give = {"enrolment": str(row.uid)}
    for who in (cast.onni, cast.kaisa, cast.sari):
        assert desk.post(who, "group-queue", group.series.uid, **give).status_code == 404
    desk.post(cast.raija, "group-queue", group.series.uid, **give)
    assert Enrolment.objects.get(pk=row.pk).state == "waiting", "there is no free place yet"
    enrolments.leave(Enrolment.objects.get(case=cast.case), by=cast.minna)
    assert "Tapio M." in text(desk.get(cast.raija, "group-queue", group.series.uid))
    assert "Tapio" not in text(desk.get(cast.sari, "group-queue", group.series.uid))
    desk.post(cast.minna, "group-queue", group.series.uid, **give)
    assert Enrolment.objects.get(pk=row.pk).state == "enrolled"


def test_safety_prohibition__bars_the_roster_from_paper_without_saying_whose(
    desk: Desk, group: Group, cast: Cast
) -> None:
    assert "no-print-person" not in text(desk.get(cast.raija, "attendance", group.meeting.uid))
    from consent import keyring
    from consent.keyring import Audience

    with keyring.also([(cast.case.subject.scope, Audience.WORKER)]):
        person = Participant.objects.get(subject=cast.case.subject)
        person.safety_prohibition = True
        person.save(update_fields=["safety_prohibition"])
    for name, uid in (("attendance", group.meeting.uid), ("group-participants", group.series.uid)):
        page = text(desk.get(cast.raija, name, uid))
        assert "no-print-person" in page
        rows = page.partition("</h1>")[2]
        assert "prohibition" not in rows
        assert "Turvakielto" not in rows


def test_pages__any_size__cost_the_same(desk: Desk, group: Group, cast: Cast) -> None:
    group.series.capacity = 60
    group.series.save(update_fields=["capacity"])
    most = {"group-list": 12, "group-detail": 20, "group-participants": 20, "group-queue": 20, "attendance": 20}
    costs: list[dict[str, int]] = []
    for rows in (2, 38):
        for number in range(rows):
            case = make_case(cast.sari, cast, f"Aino N{rows}{number}")
            enrolments.enrol(by=cast.sari, series=group.series, case=case, on=group.series.starts_on)
            make_series(cast.raija, cast, title=f"Ryhmä {rows} {number}", ends_on=group.series.starts_on)
        args = {name: group.meeting.uid if name == "attendance" else group.series.uid for name in most}
        costs.append(
            {name: desk.cost(cast.raija, name, *([] if name == "group-list" else [args[name]])) for name in most}
        )
    assert costs[0] == costs[1]
    assert {name: cost for name, cost in costs[1].items() if cost > most[name]} == {}
