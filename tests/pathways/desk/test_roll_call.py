"""The roll call: taps, buttons, walk-ins and the group's note, as a browser without script sends them."""

import json
import uuid
from collections.abc import Callable
from typing import Any

from consent import drafts, keyring
from consent.keyring import Audience
from consent.models import Draft
from pathways import attendance, enrolments, meetings
from pathways.models import Attendance, Enrolment
from tests.pathways.conftest import Group, make_case
from tests.pathways.desk.conftest import Desk, text
from tests.people import Cast


def key_of(case: Any) -> str:
    return f"e{Enrolment.objects.get(case=case).pk}"


def marks(group: Group) -> dict[str, str]:
    """Status by row key of whoever is marked today."""
    rows = attendance.roster(group.meeting)
    return {row.key: row.status for row in rows if row.status}


def note_of(group: Group) -> str:
    with keyring.also([(group.series.scope, Audience.FACILITATOR)]):
        return str(group.meeting.note)


def write_note(group: Group, cast: Cast, note: str) -> None:
    with keyring.also([(group.series.scope, Audience.FACILITATOR)]):
        meetings.hold(group.meeting, note, by=cast.raija)


def test_page__at_first__shows_everybody_unmarked(desk: Desk, group: Group, cast: Cast) -> None:
    page = text(desk.get(cast.raija, "attendance", group.meeting.uid))
    assert page.count('type="radio"') == 7 * 3
    assert " checked" not in page
    names = [page.index(name) for name in ("Aino Y.", "Amina H.", "Esko P.", "Nasrin R.", "Olavi T.")]
    assert names == sorted(names)


def test_tap__saves_one_mark_and_says_how_many(desk: Desk, group: Group, cast: Cast, logged: Callable[[], Any]) -> None:
    key = key_of(cast.case)
    answer = desk.post(cast.raija, "attendance-tap", group.meeting.uid, **{key: "present", "seen": "{}"})
    assert answer["Content-Type"].startswith("text/plain")
    assert answer.content.decode().startswith("1/7 ")
    assert marks(group) == {key: "present"}
    assert logged()[:2] == ("write", "attendance_tap")
    assert cast.case.subject.uid in logged()[2]


def test_tap__of_an_unknown_mark__is_refused_in_words(desk: Desk, group: Group, cast: Cast) -> None:
    for status in ("here", "absent", "x" * 300, "<script>", "present\x00"):
        answer = desk.post(cast.raija, "attendance-tap", group.meeting.uid, **{key_of(cast.case): status})
        assert answer.status_code == 200
        assert "/7" not in answer.content.decode(), status
    assert marks(group) == {}


def test_save__without_script__saves_all_marks_and_holds_the_meeting(desk: Desk, group: Group, cast: Cast) -> None:
    first, second = key_of(group.people[0]), key_of(group.people[1])
    chosen = {first: "present", second: "absent_unnotified", "note": "Kävelimme torille."}
    answer = desk.post(cast.raija, "attendance", group.meeting.uid, save="1", seen="{}", **chosen)
    assert answer.status_code == 302
    assert marks(group) == {first: "present", second: "absent_unnotified"}
    assert (group.meeting.state, note_of(group)) == ("held", "Kävelimme torille.")


def test_save__of_an_old_page__leaves_what_another_changed(desk: Desk, group: Group, cast: Cast) -> None:
    key = key_of(cast.case)
    attendance.mark(by=cast.raija, meeting=group.meeting, case=cast.case, status="present")
    seen = json.dumps({key: "present"})
    attendance.mark(by=cast.onni, meeting=group.meeting, case=cast.case, status="left_early")
    desk.post(cast.raija, "attendance", group.meeting.uid, save="1", seen=seen, **{key: "present"})
    assert marks(group) == {key: "left_early"}
    desk.post(cast.raija, "attendance", group.meeting.uid, save="1", seen=seen, **{key: "absent_notified"})
    assert marks(group) == {key: "absent_notified"}, "what was chosen on this page is saved"


def test_save__of_nothing__does_not_hold_the_meeting(desk: Desk, group: Group, cast: Cast) -> None:
    desk.post(cast.raija, "attendance", group.meeting.uid, save="1", seen="{}", note="")
    assert group.meeting.state == "planned"


def test_save__with_a_broken_page__still_saves(desk: Desk, group: Group, cast: Cast) -> None:
    for number, seen in enumerate(("", "[]", "nonsense", "[1", '"x"')):
        key = key_of(group.people[number])
        desk.post(cast.raija, "attendance", group.meeting.uid, save="1", seen=seen, **{key: "present"})
        assert marks(group)[key] == "present", seen


def test_row_button__saves_the_marks_first_and_opens_the_row(desk: Desk, group: Group, cast: Cast) -> None:
    mine, other = key_of(cast.case), key_of(group.people[1])
    answer = desk.post(cast.raija, "attendance", group.meeting.uid, seen="{}", other=other, **{mine: "present"})
    assert answer["Location"].endswith(f"/attendance/{other}/")
    assert marks(group) == {mine: "present"}
    desk.post(cast.raija, "attendance-row", group.meeting.uid, other, status="late")
    assert marks(group)[other] == "late"
    page = text(desk.get(cast.raija, "attendance", group.meeting.uid))
    assert 'value="late"' in page
    assert 'data-mark="late"' in page
    desk.post(cast.raija, "attendance-row", group.meeting.uid, other, remove="1")
    assert other not in marks(group)


def test_row__of_somebody_else__is_not_there(desk: Desk, group: Group, cast: Cast) -> None:
    for key in ("e0", "a1", "nobody", "e999999"):
        assert desk.get(cast.raija, "attendance-row", group.meeting.uid, key).status_code == 404


def test_rest__is_one_act_in_the_log_and_can_be_undone(
    desk: Desk, group: Group, cast: Cast, logged: Callable[[], Any]
) -> None:
    told = key_of(group.people[1])
    answer = desk.post(cast.raija, "attendance", group.meeting.uid, seen="{}", rest="1", **{told: "absent_notified"})
    action, page, subjects = logged()
    assert (action, page, len(subjects)) == ("write", "attendance", 7)
    assert sorted(marks(group).values()) == ["absent_notified", *["present"] * 6]
    shown = text(desk.client.get(answer["Location"]))
    moment = shown.partition('name="undo" value="')[2].partition('"')[0]
    assert moment
    desk.post(cast.raija, "attendance", group.meeting.uid, undo=moment, seen=json.dumps(marks(group)))
    assert marks(group) == {told: "absent_notified"}
    assert 'name="undo"' not in text(desk.client.get(answer["Location"])), "there is nothing left to undo"


def test_undo__of_another_moment__is_not_offered(desk: Desk, group: Group, cast: Cast) -> None:
    attendance.rest_present(by=cast.raija, meeting=group.meeting)
    for done in ("", "yesterday", "2026-11-24", "2026-11-24T11:30:00", "2026-11-24T11:00:00Z"):
        assert 'name="undo"' not in text(desk.get(cast.raija, "attendance", group.meeting.uid, done=done)), done


def test_own_row__of_a_facilitator_who_takes_part__has_no_marks(desk: Desk, group: Group, cast: Cast) -> None:
    subject, key = cast.case.subject, key_of(cast.case)
    subject.account = cast.raija
    subject.save(update_fields=["account"])
    page = text(desk.get(cast.raija, "attendance", group.meeting.uid))
    assert f'name="{key}"' not in page
    assert page.count('type="radio"') == 6 * 3
    assert desk.get(cast.raija, "attendance-row", group.meeting.uid, key).status_code == 404
    desk.post(cast.raija, "attendance-tap", group.meeting.uid, **{key: "present"})
    desk.post(cast.raija, "attendance", group.meeting.uid, save="1", seen="{}", **{key: "present"})
    assert key not in marks(group)


def test_coming_meeting__only_told_absences(desk: Desk, group: Group, cast: Cast) -> None:
    coming = meetings.of(group.series).filter(state="planned").last()
    assert coming is not None
    key = key_of(cast.case)
    page = text(desk.get(cast.raija, "attendance", coming.uid))
    assert 'name="rest"' not in page
    desk.post(cast.raija, "attendance-tap", coming.uid, **{key: "present"})
    assert not Attendance.objects.filter(meeting=coming).exists()
    desk.post(cast.raija, "attendance", coming.uid, save="1", seen="{}", **{key: "absent_notified"})
    assert Attendance.objects.get(meeting=coming).status == "absent_notified"


def test_cancelled_meeting__shows_its_reason_and_takes_no_marks(desk: Desk, group: Group, cast: Cast) -> None:
    meetings.cancel(group.meeting, by=cast.raija, reason="place")
    page = text(desk.get(cast.raija, "attendance", group.meeting.uid))
    assert 'type="radio"' not in page
    key = key_of(cast.case)
    desk.post(cast.raija, "attendance", group.meeting.uid, save="1", seen="{}", **{key: "absent_notified"})
    assert marks(group) == {}


# The note


def test_note__of_two_at_once__keeps_both(desk: Desk, group: Group, cast: Cast) -> None:
    read = meetings.note_digest("")
    write_note(group, cast, "Teimme lounaan.")
    mine = {"note": "Kävelimme torille.", "note_read": read, "seen": "{}", "save": "1"}
    page = text(desk.post(cast.raija, "attendance", group.meeting.uid, **mine))
    assert "Teimme lounaan." in page
    assert "Kävelimme torille.</textarea>" in page
    assert note_of(group) == "Teimme lounaan."
    mine["note_read"] = page.partition('name="note_read" value="')[2].partition('"')[0]
    assert desk.post(cast.raija, "attendance", group.meeting.uid, **mine).status_code == 302
    assert note_of(group) == "Kävelimme torille."


def test_note__draft__saves_itself_is_shown_again_and_goes_with_the_saving(
    desk: Desk, group: Group, cast: Cast
) -> None:
    desk.post(cast.raija, "attendance-draft", group.meeting.uid, note="Kävelimme")
    assert Draft.objects.count() == 1
    assert "Kävelimme</textarea>" in text(desk.get(cast.raija, "attendance", group.meeting.uid))
    desk.post(cast.raija, "attendance", group.meeting.uid, save="1", seen="{}", note="Kävelimme torille.")
    assert not Draft.objects.exists()
    desk.post(cast.raija, "attendance-draft", group.meeting.uid, note="Kävelimme torille.")
    assert drafts.find(author=cast.raija, form="group-note", about=group.meeting.uid) is None, "nothing differs"


def test_note__of_a_student__is_read_not_written(desk: Desk, group: Group, cast: Cast) -> None:
    write_note(group, cast, "Teimme lounaan.")
    page = text(desk.get(cast.onni, "attendance", group.meeting.uid))
    assert "Teimme lounaan." in page
    assert "<textarea" not in page
    desk.post(cast.onni, "attendance", group.meeting.uid, save="1", seen="{}", note="Onnin teksti")
    assert note_of(group) == "Teimme lounaan."


def test_note__hostile_and_long__is_escaped_and_cut(desk: Desk, group: Group, cast: Cast) -> None:
    hostile = "<script>alert(1)</script>" + "å" * 5000
    desk.post(cast.raija, "attendance", group.meeting.uid, save="1", seen="{}", note=hostile)
    assert len(note_of(group)) == 4000
    assert "<script>alert" not in text(desk.get(cast.raija, "group-detail", group.series.uid))


# Walk-ins


def test_walk_in__of_a_facilitator__finds_people_of_own_groups_alone(
    desk: Desk, group: Group, cast: Cast, logged: Callable[[], Any]
) -> None:
    left = Enrolment.objects.get(case=group.people[1])
    enrolments.leave(left, by=cast.sari, on=group.series.starts_on)
    make_case(cast.sari, cast, "Ainokki Outila")
    page = text(desk.post(cast.raija, "walk-in-add", group.meeting.uid, q="ain"))
    assert "Aino Y." in page
    assert "Ainokki" not in page
    action, name, subjects = logged()
    assert (action, name) == ("write", "walk_in_add")
    assert group.people[1].subject.uid in subjects
    desk.post(cast.raija, "walk-in-add", group.meeting.uid, case=str(group.people[1].uid))
    row = Attendance.objects.get(case=group.people[1])
    assert (row.walk_in, row.status) == (True, "")


def test_walk_in__of_a_worker__finds_own_participants(desk: Desk, group: Group, cast: Cast) -> None:
    from pathways import groups

    groups.facilitate(
        by=cast.raija, series=group.series, account=cast.jari, role="coach", starts_on=group.series.starts_on
    )
    own = make_case(cast.jari, cast, "Tapio Mäkelä")
    assert "Tapio M." in text(desk.post(cast.jari, "walk-in-add", group.meeting.uid, q="tap"))
    assert "Tapio" not in text(desk.post(cast.raija, "walk-in-add", group.meeting.uid, q="tap"))
    desk.post(cast.jari, "walk-in-add", group.meeting.uid, case=str(own.uid))
    assert Attendance.objects.get(case=own).walk_in


def test_walk_in__of_somebody_who_may_not_be_found__is_not_there(desk: Desk, group: Group, cast: Cast) -> None:
    stranger = make_case(cast.sari, cast, "Tapio Mäkelä")
    for chosen in (stranger.uid, uuid.uuid4()):
        assert desk.post(cast.raija, "walk-in-add", group.meeting.uid, case=str(chosen)).status_code == 404
    assert not Attendance.objects.exists()


def test_walk_in__search_for_nonsense__finds_nobody(desk: Desk, group: Group, cast: Cast) -> None:
    for q in ("", " ", "%", "'; --", "x" * 500):
        page = desk.post(cast.raija, "walk-in-add", group.meeting.uid, q=q)
        assert page.status_code == 200
        assert 'name="case"' not in text(page), q


def test_walk_in__is_taken_off_again_while_unmarked(desk: Desk, group: Group, cast: Cast) -> None:
    guest = make_case(cast.sari, cast, "Tapio Mäkelä")
    row = attendance.add_walk_in(by=cast.raija, meeting=group.meeting, case=guest)
    assert 'name="off"' in text(desk.get(cast.raija, "attendance-row", group.meeting.uid, f"a{row.pk}"))
    desk.post(cast.raija, "attendance-row", group.meeting.uid, f"a{row.pk}", off="1")
    assert not Attendance.objects.exists()


def test_copy__button__brings_walk_ins_unmarked(desk: Desk, group: Group, cast: Cast) -> None:
    guest = make_case(cast.sari, cast, "Tapio Mäkelä")
    last = meetings.of(group.series).select_related("series").filter(slot_on__lt=group.meeting.slot_on).last()
    assert last is not None
    attendance.add_walk_in(by=cast.raija, meeting=last, case=guest)
    attendance.mark(by=cast.raija, meeting=last, case=guest, status="present")
    desk.post(cast.raija, "attendance", group.meeting.uid, copy="1", seen="{}")
    assert Attendance.objects.get(meeting=group.meeting).status == ""
