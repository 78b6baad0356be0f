"""The answer to a person: whole, without other people, with who got it and who used it (issue 4, point 6)."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext

from casework import agreed_actions, amendments
from consent import access_answers, answer_paper, exports, keyring, requests, statements
from consent.access_answers import Answer
from consent.actors import acting
from consent.keystore import keys
from consent.models import AccessEvent, AccessEventSubject, DataRequest, LegalGround
from consent.periods import today
from pathways import attendance, meetings, plans
from tests.casework import referral_stories, stories
from tests.casework.opened import opened
from tests.pathways.conftest import NAMES, Group, group, tuesday
from tests.people import Cast, sign_in, with_grounds

__all__ = ["group", "tuesday"]
Kind = DataRequest.Kind
GOAL = "Haluan töihin keittiöön."


def lived(cast: Cast, group: Group) -> Any:
    """Everything that can be kept about Nasrin."""
    session = stories.signed(cast, for_participant="Sait hygieniapassin.", themes=["money"], place="Lähiötupa")
    stories.health_entry(cast, for_participant="Juo vettä.")
    stories.booked(cast)
    with opened(cast):
        amendments.amend(session, by=cast.minna, text="Täydennys passista.", why="forgotten")
        goal = plans.set_goal(by=cast.minna, case=cast.case, words=GOAL, on=today())
        plans.add_step(
            by=cast.minna, case=cast.case, owner="participant", text="Käy ryhmässä", due_on=today(), goal=goal
        )
        agreed_actions.agree(by=cast.minna, case=cast.case, owner="worker", worker=cast.minna, text="Varaa tulkki")
        statements.write(
            by=cast.nasrin, subject=cast.case.subject, about_kind="session", about_uid=session.uid,
            scope=session.scope, text="En ollut myöhässä.",
        )  # fmt: skip
    with acting(cast.raija):
        attendance.mark(by=cast.raija, meeting=group.meeting, case=cast.case, status="present")
        meetings.hold(group.meeting, by=cast.raija)
    referral_stories.sent(cast)
    return session


def answer_of(cast: Cast, **more: Any) -> Answer:
    with keyring.fresh(), keyring.also(exports.pairs_of(cast.case.subject)):
        return access_answers.compose_for(cast.case.subject, number=cast.case.number, **more)


def test_answer__everything_that_was_said__is_in_it(cast: Cast, group: Group) -> None:
    lived(cast, group)
    text = access_answers.as_json(answer_of(cast))
    for words in (
        "Nasrin", "Rahimi", "1988-03-14", "+358505550177", "Esimerkkikatu 1", "Arkisin klo 12–15", stories.NARRATIVE,
        stories.CLOSED, "Sait hygieniapassin.", "Juo vettä.", "Täydennys passista.", GOAL, "Käy ryhmässä",
        "Varaa tulkki", "En ollut myöhässä.", "Sampolan lähiötupa", "Tiistairyhmä", cast.case.number,
        cast.house.employment.name,
    ):  # fmt: skip
        assert words in text, words


def test_answer__people_and_machines__get_the_same(cast: Cast, group: Group) -> None:
    lived(cast, group)
    answer = answer_of(cast)
    told = json.loads(access_answers.as_json(answer))
    papers = " ".join(answer_paper.papers(answer))
    entries = [entry for section in told["sections"] for entry in section["entries"]]
    assert {"person", "session", "health_entry", "goal", "attendance", "referral", "consent", "statement"} <= {
        entry["kind"] for entry in entries
    }
    for entry in entries:
        for words in entry["words"].values():
            assert words.split("\n")[0].split("'")[0].split('"')[0].split("&")[0] in papers, entry


def test_answer__moments__have_their_year(cast: Cast, group: Group) -> None:
    lived(cast, group)
    (referral,) = [
        entry for section in answer_of(cast).sections for entry in section.entries if entry.told.kind == "referral"
    ]
    sent = next(part for part in referral.parts if part.name == "sent_at")
    assert sent.words.startswith("24.11.2026 ")
    assert sent.value.startswith("2026-11-24T")


def test_answer__other_people__are_not_in_it(cast: Cast, group: Group) -> None:
    lived(cast, group)
    text = access_answers.as_json(answer_of(cast))
    assert not [name for name in NAMES if name in text or name.split()[0] in text]
    assert "Päihteetön arki" not in text  # the real theme is the group's


def test_answer__workers__own_ones_by_name_and_others_by_role(cast: Cast, group: Group) -> None:
    lived(cast, group)
    text = access_answers.as_json(answer_of(cast))
    assert cast.minna.name in text
    assert cast.raija.name not in text
    assert "Polku-hanke" in text


def test_answer__recipients_purposes_and_rights__are_told(cast: Cast, group: Group) -> None:
    lived(cast, group)
    answer = answer_of(cast)
    assert [row["recipient"] for row in answer.recipients] == [cast.house.employment.name]
    grounds = LegalGround.objects.filter(programme=cast.house.programme).count()
    assert len(answer.purposes) == grounds
    assert all(row["kept"] for row in answer.purposes)
    assert any("tietosuoja@om.fi" in words for words in answer.rights)


def test_answer__use__days_and_purposes_without_names_and_with_them_for_the_log(cast: Cast, client: Client) -> None:
    sign_in(client, cast.jari).get(reverse("case-detail", args=[cast.case.uid]))
    sign_in(client, cast.sari).get(reverse("case-detail", args=[cast.case.uid]))  # stopped: saw nothing
    (use,) = answer_of(cast).uses
    assert (use.day, use.times) == (today(), 1)
    assert cast.jari.name not in use.who
    (named,) = answer_of(cast, kind=Kind.LOG, log_days=(today(), today())).uses
    assert named.who.startswith(cast.jari.name)
    day = datetime.timedelta(days=1)
    assert answer_of(cast, kind=Kind.LOG, log_days=(today() - 2 * day, today() - day)).uses == []
    assert answer_of(cast, kind=Kind.LOG).sections == []


def test_portability__only_what_was_given__on_grounds_that_carry(cast: Cast, group: Group) -> None:
    lived(cast, group)
    assert GOAL not in access_answers.as_json(answer_of(cast, kind=Kind.PORTABILITY))
    ground = LegalGround.objects.get(programme=cast.house.programme, purpose__code="guidance")
    ground.can_port = True
    ground.save(update_fields=["can_port"])
    text = access_answers.as_json(answer_of(cast, kind=Kind.PORTABILITY))
    for words in (GOAL, "+358505550177", "En ollut myöhässä."):
        assert words in text, words
    for words in (stories.NARRATIVE, stories.CLOSED, "Sait hygieniapassin.", "Täydennys"):
        assert words not in text, words


def test_papers__large_file__is_cut_between_entries(cast: Cast) -> None:
    with_grounds(cast.house.programme)
    for number in range(12):
        stories.signed(cast, narrative=f"Kirjaus {number}. " + "Puhuimme töistä ja arjesta. " * 120)
    answer = answer_of(cast)
    papers = answer_paper.papers(answer)
    assert len(papers) > 1
    assert [sum(f"Kirjaus {number}. " in paper for paper in papers) for number in range(12)] == [1] * 12
    assert max(map(len, papers)) < 60_000


def test_answer__case_file_erased__says_so_and_tells_the_rest(cast: Cast, group: Group) -> None:
    lived(cast, group)
    keys.destroy([cast.case.scope, cast.case.health_scope], by=None)
    text = access_answers.as_json(answer_of(cast))
    assert stories.NARRATIVE not in text
    assert gettext("Erased") in text
    assert "Esimerkkikatu 1" in text


def test_export_subject__by_number_or_uid__writes_both_and_is_logged(cast: Cast, tmp_path: Path) -> None:
    stories.signed(cast)
    subject = cast.case.subject
    for place, person in enumerate([cast.case.number, str(subject.uid)]):
        out = tmp_path / str(place)
        call_command("export_subject", person, officer=cast.kirsi.email, out=out)
        told = json.loads((out / "answer.json").read_text(encoding="utf-8"))
        assert stories.NARRATIVE in json.dumps(told, ensure_ascii=False)
        assert (out / "answer-1.pdf").read_bytes().startswith(b"%PDF-")
        event = AccessEvent.objects.filter(page="export_subject").latest("pk")
        assert (event.action, event.basis, event.actor) == ("export", "request", cast.kirsi)
        assert AccessEventSubject.objects.get(event=event).subject_uid == subject.uid


@pytest.mark.parametrize(
    ("person", "officer"),
    [("P-2020-9999", "kirsi"), ("00000000-0000-0000-0000-000000000000", "kirsi"), ("own", "minna"), ("own", "nobody")],
)
def test_export_subject__unknown_person_or_no_officer__is_refused(
    cast: Cast, tmp_path: Path, person: str, officer: str
) -> None:
    person = cast.case.number if person == "own" else person
    with pytest.raises(CommandError):
        call_command("export_subject", person, officer=f"{officer}@example.org", out=tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert not AccessEvent.objects.filter(page="export_subject").exists()


def test_export_subject__directory_in_use__is_refused(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text("x")
    with pytest.raises(CommandError):
        call_command("export_subject", cast.case.number, officer=cast.kirsi.email, out=tmp_path)


def test_request__left_out__counts_in_the_answer(cast: Cast) -> None:
    session = stories.signed(cast)
    with keyring.also(sealing=[cast.case.subject.scope]):
        request = requests.receive(by=cast.minna, subject=cast.case.subject, kind=Kind.ACCESS, channel="phone")
    requests.leave_out(request, by=cast.kirsi, entries=[f"session:{session.uid}"])
    request.refresh_from_db()
    with keyring.fresh(), keyring.also(exports.pairs_of(cast.case.subject)):
        answer = access_answers.compose(request)
    assert answer.left_out == 1
    assert stories.NARRATIVE not in access_answers.as_json(answer)
