"""Starting and changing groups and meetings: forms keep what was typed and say what is wrong."""

import datetime
import uuid
from typing import Any

import pytest

from consent import keyring
from consent.keyring import Audience
from consent.periods import HELSINKI
from pathways import groups, meetings
from pathways.models import GroupSeries, GroupSession
from tests.pathways.conftest import Group
from tests.pathways.desk.conftest import Desk, text
from tests.people import Cast

NEW = {
    "title": "Keskiviikkoryhmä",
    "theme": "Päihteetön arki",
    "place": "Pihlavan kirjasto",
    "capacity": "8",
    "language": "fi",
    "service": "",
    "weekday": "2",
    "starts_at": "9.30",
    "length_minutes": "90",
    "starts_on": "ke 2.12.2026",
    "ends_on": "30.12.2026",
    "leader": "",
}


def new(desk: Desk, account: Any, **more: str) -> Any:
    return desk.post(account, "group-new", **{**NEW, "submission": str(uuid.uuid4()), **more})


def test_group_new__makes_the_group_and_gives_it_to_its_leader(desk: Desk, tuesday: None, cast: Cast) -> None:
    answer = new(desk, cast.kaisa, leader=str(cast.raija.pk))
    series = GroupSeries.objects.get()
    assert answer["Location"].endswith(f"/groups/{series.uid}/")
    assert [row.slot_on.day for row in meetings.of(series)] == [2, 9, 16, 23, 30]
    assert "Päihteetön arki" in text(desk.get(cast.raija, "group-detail", series.uid))
    assert "Päihteetön" not in text(desk.get(cast.kaisa, "group-detail", series.uid))


def test_group_new__for_those_who_start_groups_only(desk: Desk, tuesday: None, cast: Cast) -> None:
    for account in (cast.minna, cast.raija, cast.kaisa):
        assert desk.get(account, "group-new").status_code == 200
    for who in ("onni", "eeva", "petri", "nasrin", "anna", "kirsi", "arto"):
        assert new(desk, getattr(cast, who)).status_code == 404, who
    assert not GroupSeries.objects.exists()


def test_group_new__sent_twice__makes_one(desk: Desk, tuesday: None, cast: Cast) -> None:
    same = str(uuid.uuid4())
    answers = [new(desk, cast.kaisa, submission=same) for _twice in range(2)]
    assert GroupSeries.objects.count() == 1
    assert answers[0]["Location"] == answers[1]["Location"]


WRONG = [
    ("title", ""),
    ("title", "å" * 81),
    ("place", ""),
    ("capacity", "0"),
    ("capacity", "61"),
    ("capacity", "kaksitoista"),
    ("weekday", "7"),
    ("starts_at", "25.00"),
    ("length_minutes", "0"),
    ("starts_on", "31.2.2027"),
    ("starts_on", "ma 2.12.2026"),
    ("ends_on", "1.12.2026"),
    ("language", "tlh-nonsense"),
    ("service", "999999"),
    ("leader", "999999"),
]


def test_group_new__wrong__keeps_what_was_typed_beside_words(desk: Desk, tuesday: None, cast: Cast) -> None:
    for field, wrong in WRONG:
        answer = new(desk, cast.kaisa, **{field: wrong})
        page = text(answer)
        assert answer.status_code == 200, (field, wrong)
        assert f'id="id_{field}_error"' in page, (field, wrong)
        assert 'value="Pihlavan kirjasto"' in page or field == "place"
    assert not GroupSeries.objects.exists()


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"title": "Huumeryhmä"}, groups.TellingTitle),
        ({"ends_on": "3.12.2026", "weekday": "0"}, groups.NoMeetings),
        ({"starts_on": "28.3.2027", "ends_on": "", "weekday": "6", "starts_at": "3.15"}, meetings.NoSuchTime),
    ],
)
def test_group_new__refused_by_the_verb__says_why_and_can_be_corrected(
    desk: Desk, tuesday: None, cast: Cast, more: dict[str, str], error: Any
) -> None:
    from django.utils import translation

    answer = new(desk, cast.kaisa, **more)
    with translation.override("fi"):
        assert str(error.message) in text(answer)
    assert not GroupSeries.objects.exists()
    again = text(answer).partition('name="submission" value="')[2].partition('"')[0]
    assert new(desk, cast.kaisa, submission=again).status_code == 302, "the corrected form is carried out"


def test_group_edit__of_two_at_once__shows_both_and_keeps_what_was_typed(desk: Desk, group: Group, cast: Cast) -> None:
    typed = {"title": "Uusi nimi", "theme": "Toinen teema", "place": "Kirjasto", "capacity": "10"}
    with keyring.also([(group.series.scope, Audience.FACILITATOR)]):
        groups.change(
            GroupSeries.objects.get(), by=cast.kaisa, version=1, title="Toisen nimi", place="Sampola", capacity=12
        )
    page = text(desk.post(cast.raija, "group-edit", group.series.uid, version="1", **typed))
    for words in ("Toisen nimi", "Uusi nimi", "Toinen teema", "Päihteetön arki"):
        assert words in page
    assert GroupSeries.objects.get().title == "Toisen nimi"
    version = page.partition('name="version" value="')[2].partition('"')[0]
    assert desk.post(cast.raija, "group-edit", group.series.uid, version=version, **typed).status_code == 302
    assert GroupSeries.objects.get().title == "Uusi nimi"


def test_group_edit__by_the_coordinator__leaves_the_theme(desk: Desk, group: Group, cast: Cast) -> None:
    typed = {"title": "Uusi nimi", "theme": "Korvattu", "place": "Kirjasto", "capacity": "10", "version": "1"}
    assert desk.post(cast.kaisa, "group-edit", group.series.uid, **typed).status_code == 302
    with keyring.also([(group.series.scope, Audience.FACILITATOR)]):
        assert GroupSeries.objects.get().theme == "Päihteetön arki"


def test_facilitators__added_and_ended(desk: Desk, group: Group, cast: Cast) -> None:
    uid = group.series.uid
    add = {"account": str(cast.jari.pk), "role": "coach", "until": "huomenna"}
    assert desk.post(cast.raija, "group-facilitators", uid, **add).status_code == 302
    row = next(each for each in groups.in_force(group.series) if each.account == cast.jari)
    assert row.until == datetime.date(2026, 11, 25)
    assert desk.get(cast.jari, "attendance", group.meeting.uid).status_code == 200
    desk.post(cast.raija, "group-facilitators", uid, end=str(row.uid))
    assert desk.get(cast.jari, "attendance", group.meeting.uid).status_code == 403
    own = next(each for each in groups.in_force(group.series) if each.account == cast.raija)
    assert desk.post(cast.raija, "group-facilitators", uid, end=str(own.uid))["Location"].endswith("/groups/")


def test_facilitators__of_another_programme__cannot_be_chosen(desk: Desk, group: Group, cast: Cast) -> None:
    add = {"account": str(cast.outi.pk), "role": "coach", "until": ""}
    assert desk.post(cast.raija, "group-facilitators", group.series.uid, **add).status_code == 200
    assert {row.account for row in groups.in_force(group.series)} == {cast.raija, cast.onni}


MOVE = {"day": "to 26.11.", "starts_at": "10", "length_minutes": "60", "place": "Kirjasto"}


def test_meeting_move__moves_this_one_alone(desk: Desk, group: Group, cast: Cast) -> None:
    meeting = group.meeting
    assert desk.post(cast.raija, "meeting-move", meeting.uid, version="1", **MOVE).status_code == 302
    fresh = GroupSession.objects.get(pk=meeting.pk)
    assert fresh.starts_at == datetime.datetime(2026, 11, 26, 10, tzinfo=HELSINKI)
    assert meetings.of(group.series).exclude(pk=meeting.pk).filter(place="Kirjasto").count() == 0


def test_meeting_move__wrong__keeps_what_was_typed(desk: Desk, group: Group, cast: Cast) -> None:
    for wrong in (
        {"day": "ti 26.11.2026"},
        {"day": "30.2."},
        {"starts_at": "klo"},
        {"length_minutes": ""},
        {"day": "1.12.2026", "starts_at": "14"},
    ):
        answer = desk.post(cast.raija, "meeting-move", group.meeting.uid, version="1", **{**MOVE, **wrong})
        assert answer.status_code == 200, wrong
        assert 'value="Kirjasto"' in text(answer)
        assert "error-summary" in text(answer)
    assert group.meeting.version == 1


def test_meeting_move__over_a_newer_version__says_so_then_saves(desk: Desk, group: Group, cast: Cast) -> None:
    meetings.move(
        group.meeting, by=cast.kaisa, day=datetime.date(2026, 11, 25), starts_at=datetime.time(9), length_minutes=60
    )
    answer = desk.post(cast.raija, "meeting-move", group.meeting.uid, version="1", **MOVE)
    assert 'value="Kirjasto"' in text(answer)
    assert 'name="version" value="2"' in text(answer)
    assert desk.post(cast.raija, "meeting-move", group.meeting.uid, version="2", **MOVE).status_code == 302


def test_meeting_cancel__stays_on_the_rail_with_its_reason_and_comes_back(desk: Desk, group: Group, cast: Cast) -> None:
    meeting = meetings.of(group.series).filter(slot_on=datetime.date(2026, 12, 1)).get()
    assert desk.post(cast.kaisa, "meeting-cancel", meeting.uid, reason="").status_code == 200
    assert desk.post(cast.kaisa, "meeting-cancel", meeting.uid, reason="holiday").status_code == 200
    assert GroupSession.objects.get(pk=meeting.pk).state == "planned"
    desk.post(cast.kaisa, "meeting-cancel", meeting.uid, reason="illness")
    page = text(desk.get(cast.kaisa, "group-detail", group.series.uid))
    assert GroupSession.objects.get(pk=meeting.pk).get_cancel_reason_display() in page
    assert f"/group-sessions/{meeting.uid}/restore/" in page
    desk.post(cast.kaisa, "meeting-restore", meeting.uid)
    assert GroupSession.objects.get(pk=meeting.pk).state == "planned"


def test_meeting_restore__by_get__is_refused(desk: Desk, group: Group, cast: Cast) -> None:
    assert desk.get(cast.raija, "meeting-restore", group.meeting.uid).status_code == 405


def test_meeting_new__sent_twice__adds_one(desk: Desk, group: Group, cast: Cast) -> None:
    before = meetings.of(group.series).count()
    same = str(uuid.uuid4())
    for _twice in range(2):
        desk.post(cast.raija, "meeting-new", group.series.uid, submission=same, **MOVE)
    assert meetings.of(group.series).count() == before + 1
    assert meetings.of(group.series).get(slot_on=None).where == "Kirjasto"
