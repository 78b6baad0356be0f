"""Creating and changing people: search keys follow, only what differs is sealed anew, a look has a reason."""

import dataclasses
import datetime

import pytest

from casework import participants
from casework.models import Assignment, CaseFile, Participant
from consent import identity_codes, keyring, lookup
from consent.actors import acting
from consent.fields import raw_values
from consent.keyring import Audience
from consent.keystore import keys
from consent.keystore.models import WrappedKey
from consent.lookup import SearchKeys
from consent.models import AccessEvent, Role
from consent.records import StaleWrite
from tests.people import Cast, House, actor, staff

BORN = datetime.date(1990, 1, 10)
CODE = identity_codes.invented(BORN, 915)


def change(cast: Cast, **details: object) -> Participant:
    """Change Nasrin as minna."""
    with keyring.also([(cast.case.subject.scope, Audience.WORKER)]), acting(cast.minna):
        person = Participant.objects.get()
        wanted = dataclasses.replace(participants.details_of(person), **details)  # type: ignore[arg-type]
        participants.change(person, details=wanted, version=person.version)
        return Participant.objects.get()


def test_participant__create__has_number_keys_and_lead(house: House, ring: keyring.Keyring) -> None:
    worker = staff("minna", Role.WORKER, house.own, house.programme)
    details = participants.Details(first_name="Aino", safe_contact="Kirjastolla")
    case = participants.create(by=worker, programme=house.programme, details=details)
    assert case.number.startswith("P-")
    assert WrappedKey.objects.filter(scope__in=[case.scope, case.health_scope, case.subject.scope]).count() == 3
    assert Assignment.objects.get(case=case).role == Assignment.Role.LEAD


def test_participant__create__without_contact(cast: Cast) -> None:
    with pytest.raises(participants.ContactNeeded):
        participants.create(
            by=cast.minna, programme=cast.house.programme, details=participants.Details(first_name="Aino")
        )
    assert CaseFile.objects.count() == 1


def test_participant__change__search_keys_follow(cast: Cast) -> None:
    change(cast, last_name="Karimi", phone="+358505550111", identity_code=CODE)
    scope = cast.case.subject.scope
    assert lookup.candidates(SearchKeys("Nasrin", "Karimi")) == [scope]
    assert lookup.candidates(SearchKeys(phone="+358505550111")) == [scope]
    assert lookup.candidates(SearchKeys(identity_code=CODE)) == [scope]
    assert lookup.candidates(SearchKeys("Nasrin", "Rahimi"), SearchKeys(phone="+358505550177")) == []


def test_participant__change__only_what_differs_is_sealed(cast: Cast) -> None:
    with raw_values():
        before = Participant.objects.get()
    after = change(cast, municipality="Ulvila")
    with raw_values():
        changed = {
            field.attname
            for field in Participant._meta.concrete_fields
            if getattr(before, field.attname) != getattr(after, field.attname)
        }
    assert changed == {"municipality", "version"}
    assert Participant.history.count() == 2


def test_participant__change__nothing__writes_nothing(cast: Cast) -> None:
    change(cast)
    assert (Participant.history.count(), Participant.objects.get().version) == (1, 1)


def test_participant__change__over_another_version(cast: Cast) -> None:
    change(cast, municipality="Ulvila")
    with keyring.also([(cast.case.subject.scope, Audience.WORKER)]):
        person = Participant.objects.get()
        with pytest.raises(StaleWrite):
            participants.change(person, details=participants.details_of(person), version=1)


def test_participant__change__without_contact(cast: Cast) -> None:
    with pytest.raises(participants.ContactNeeded):
        change(cast, phone="", mail="", safe_contact="")


def test_participant__change__erased(cast: Cast) -> None:
    keys.destroy([cast.case.subject.scope], by=None)
    with keyring.fresh() as ring:
        ring.open([(cast.case.subject.scope, Audience.WORKER)])
        person = Participant.objects.get()
        with pytest.raises(participants.Gone):
            participants.change(person, details=participants.Details(first_name="Aino"), version=1)


def test_identity_code__reveal__keeps_the_reason_for_those_who_may(cast: Cast) -> None:
    change(cast, identity_code=CODE)
    pairs = [(cast.case.subject.scope, Audience.WORKER), (cast.case.scope, Audience.WORKER)]
    with keyring.also(pairs):
        code = participants.reveal_identity_code(
            Participant.objects.get(), by=actor(cast.minna), case=cast.case, reason=" Kelan päätös ", page="look"
        )
    assert code == CODE
    event = AccessEvent.objects.get(action="reveal")
    assert event.case_uid == cast.case.uid
    assert list(event.subjects.values_list("subject_uid", flat=True).order_by("pk")) == [cast.case.subject.uid]
    with keyring.fresh() as ring:
        ring.open([(cast.case.scope, Audience.OFFICER)])
        assert AccessEvent.objects.get(action="reveal").reason == "Kelan päätös"
    with keyring.fresh() as ring:
        ring.open([(cast.case.scope, Audience.WORKER)])
        assert AccessEvent.objects.get(action="reveal").reason == "Lukittu"


def test_identity_code__reveal__without_reason(cast: Cast) -> None:
    change(cast, identity_code=CODE)
    with keyring.also([(cast.case.subject.scope, Audience.WORKER)]), pytest.raises(participants.ReasonNeeded):
        participants.reveal_identity_code(
            Participant.objects.get(), by=actor(cast.minna), case=cast.case, reason="  ", page="look"
        )
    assert not AccessEvent.objects.filter(action="reveal").exists()


def test_identity_code__masked__shows_birth_and_check(cast: Cast) -> None:
    assert participants.masked_identity_code(CODE) == f"100190-***{CODE[-1]}"
    assert participants.masked_identity_code("") == ""
    assert participants.masked_identity_code("not a code") == "***"
