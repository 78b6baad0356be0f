"""Who may what on a case file: by hand, person by person."""

import pytest

from casework import access, assignments
from casework.models import Assignment, Participant
from consent import keyring
from consent.errors import NotFound, Refused
from consent.fields import Unreadable
from tests.casework.register import hide, statements
from tests.people import Cast, actor

READERS = {"minna", "jari", "eeva", "onni"}
TOLD = {"sari", "kaisa"}
STRANGERS = {"raija", "petri", "outi", "kirsi", "arto", "anna", "nasrin"}


def answer(cast: Cast, name: str, loader: object = access.case_to_read) -> str:
    try:
        loader(actor(getattr(cast, name)), cast.case.uid)  # type: ignore[operator]
    except Refused as refusal:
        return f"ask {refusal.ask}"
    except NotFound:
        return "nothing"
    return "open"


def test_case__read__by_assignment_alone(cast: Cast) -> None:
    assert {name: answer(cast, name) for name in READERS} == dict.fromkeys(READERS, "open")
    assert {name: answer(cast, name) for name in TOLD} == dict.fromkeys(TOLD, "ask Kaisa")
    assert {name: answer(cast, name) for name in STRANGERS} == dict.fromkeys(STRANGERS, "nothing")


def test_case__work__not_by_a_student(cast: Cast) -> None:
    assert answer(cast, "jari", access.case_to_work) == "open"
    assert answer(cast, "onni", access.case_to_work) == "nothing"


def test_case__under_safety_prohibition__does_not_exist_for_colleagues(cast: Cast) -> None:
    hide(cast.case, cast.minna)
    assert [answer(cast, name) for name in ("minna", "sari", "outi")] == ["open", "nothing", "nothing"]


def test_case__hidden_and_missing__cost_the_same(cast: Cast) -> None:
    """The door logs a hidden person as one more row; for a missing one a statement stands in its place."""
    hide(cast.case, cast.minna)
    sari, missing = actor(cast.sari), "00000000-0000-4000-8000-000000000000"
    with statements() as hidden, pytest.raises(NotFound) as told:
        access.case_to_read(sari, cast.case.uid)
    with statements() as nobody, pytest.raises(NotFound):
        access.case_to_read(sari, missing)  # type: ignore[arg-type]
    assert nobody.count == hidden.count + len(told.value.subjects) == hidden.count + 1


def test_people__coordinator__sees_the_name_alone(cast: Cast) -> None:
    found = access.people_of_case(actor(cast.kaisa), cast.case.uid)
    with keyring.fresh() as ring:
        ring.open(found.opens)
        person = Participant.objects.get()
        assert person.name == "Nasrin Rahimi"
        closed = (person.phone, person.language, person.neighbourhood, person.safety_prohibition)
        assert [value for value in closed if not isinstance(value, Unreadable)] == [False]  # none was recorded
    assert (found.it.assigns, found.it.reads) == (True, False)


def test_people__assigned_by__lead_and_coordinator_alone(cast: Cast) -> None:
    asked = {name: answer(cast, name, access.people_to_assign) for name in READERS | TOLD | STRANGERS}
    assert {name for name, said in asked.items() if said == "open"} == {"minna", "kaisa"}
    assert {name for name, said in asked.items() if said == "ask Kaisa"} == {"jari", "eeva", "onni", "sari"}
    assert {name for name, said in asked.items() if said == "nothing"} == STRANGERS


def test_people__student__is_not_told_of_health(cast: Cast) -> None:
    told = {
        name: access.people_of_case(actor(getattr(cast, name)), cast.case.uid).it.knows_of_health
        for name in ("minna", "jari", "eeva", "onni", "kaisa")
    }
    assert told == {"minna": True, "jari": True, "eeva": True, "onni": False, "kaisa": True}


def test_assignment_to_end__of_another_file__is_nothing(cast: Cast) -> None:
    row = Assignment.objects.get(account=cast.jari)
    found = access.assignment_to_end(actor(cast.minna), cast.case.uid, row.uid)
    assert found.it[1] == row
    assignments.end(row, by=cast.minna, why=Assignment.Why.ENDED)
    with pytest.raises(NotFound):
        access.assignment_to_end(actor(cast.minna), cast.case.uid, row.uid)


def test_register__own_and_programme__by_role(cast: Cast) -> None:
    minna, kaisa, onni = (access.register(actor(who)).it for who in (cast.minna, cast.kaisa, cast.onni))
    assert (minna.own.count(), minna.programme.count(), minna.creates) == (1, 0, True)
    assert (kaisa.own.count(), kaisa.programme.count(), kaisa.creates) == (0, 1, False)
    assert (onni.own.count(), onni.programme.count(), onni.creates) == (1, 0, False)
