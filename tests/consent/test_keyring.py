"""The keyring: nothing reads without a door, each pair opens what it says, and nothing leaks out of a block."""

import contextvars
import threading
import uuid

import pytest
from django.db import DatabaseError, connections, transaction
from django.test.utils import CaptureQueriesContext

from casework.models import CaseFile, GuidanceSession, HealthEntry, Participant
from consent import keyring
from consent.fields import PlaintextRefused, readable
from consent.keyring import Audience, Pair
from consent.keystore import key_files, keys
from consent.keystore.key_files import KeyFileMissing
from consent.keystore.models import WrappedKey
from tests.casework import stories
from tests.people import NASRIN, Cast


def person(cast: Cast) -> Participant:
    return Participant.objects.get(subject=cast.case.subject)


def sealed_names(row: object) -> list[str]:
    return [name for name, value in vars(type(row)).items() if type(value).__name__ == "SealedAttribute"]


def opened_for(cast: Cast, audience: Audience) -> set[str]:
    """Names of the person's fields that read for one audience."""
    with keyring.fresh() as ring:
        ring.open([(cast.case.subject.scope, audience)])
        row = person(cast)
        return {name for name in sealed_names(row) if readable(getattr(row, name))}


def test_ring__without_a_door__opens_nothing_at_all(cast: Cast) -> None:
    stories.signed(cast)
    stories.health_entry(cast)
    token = keyring._ring.set(None)
    try:
        for row in (person(cast), GuidanceSession.objects.get(), HealthEntry.objects.get()):
            values = {name: getattr(row, name) for name in sealed_names(row) if row.__dict__[name] is not None}
            assert values
            assert not any(readable(value) for value in values.values()), values
            assert {str(value) for value in values.values()} == {"Lukittu"}
    finally:
        keyring._ring.reset(token)


def test_ring__without_a_door__seals_nothing(cast: Cast) -> None:
    row = person(cast)
    row.first_name = "Toinen"
    with keyring.fresh(), pytest.raises(keyring.Locked):
        row.save(update_fields=["first_name"])


def test_ring__fresh__does_not_know_what_an_outer_one_opened(cast: Cast) -> None:
    pair: Pair = (cast.case.subject.scope, Audience.WORKER)
    with keyring.fresh() as outer:
        outer.open([pair])
        with keyring.fresh():
            assert not readable(person(cast).first_name)
        assert person(cast).first_name == NASRIN.first_name


@pytest.mark.parametrize(
    ("audience", "reads"),
    [
        (Audience.FACILITATOR, {"roster_name", "safety_prohibition"}),
        (Audience.COORDINATOR, {"first_name", "last_name"}),
        (
            Audience.LOOKUP,
            {"first_name", "last_name", "birth_date", "identity_code", "phone", "mail", "safety_prohibition"},
        ),
        (Audience.PARTNER, set()),
        (Audience.OFFICER, set()),
        (Audience.SELF, set()),
    ],
)
def test_pair__of_an_audience__reads_its_fields_and_no_others(cast: Cast, audience: Audience, reads: set[str]) -> None:
    empty = {name for name in sealed_names(person(cast)) if person(cast).__dict__[name] is None}
    assert opened_for(cast, audience) - empty == reads - empty


def test_pair__of_one_scope__opens_no_other(cast: Cast) -> None:
    session = stories.signed(cast)
    entry = stories.health_entry(cast)
    with keyring.fresh() as ring:
        ring.open([(cast.case.scope, Audience.WORKER), (cast.case.health_scope, Audience.WORKER)])
        assert readable(GuidanceSession.objects.get(pk=session.pk).narrative)
        assert not readable(person(cast).first_name)
        assert not readable(HealthEntry.objects.get(pk=entry.pk).narrative), "the worker's audience is not health's"
    with keyring.fresh() as ring:
        ring.open([(uuid.uuid4(), Audience.WORKER)])
        assert not readable(GuidanceSession.objects.get(pk=session.pk).narrative)


def test_also__inside__opens_more_and_outside_nothing_stays(cast: Cast) -> None:
    pair: Pair = (cast.case.subject.scope, Audience.WORKER)
    with keyring.fresh() as ring:
        with keyring.also([pair]):
            row = person(cast)
            assert row.first_name == NASRIN.first_name
        assert not readable(row.first_name)
        assert not readable(person(cast).first_name)
        assert pair[0] not in ring._keys


def test_also__that_raises__leaves_nothing_open(cast: Cast) -> None:
    with keyring.fresh():
        with pytest.raises(RuntimeError), keyring.also([(cast.case.subject.scope, Audience.WORKER)]):
            raise RuntimeError
        assert not readable(person(cast).first_name)


def test_also__keeps__what_the_outer_ring_had(cast: Cast) -> None:
    with keyring.fresh() as ring:
        ring.open([(cast.case.subject.scope, Audience.WORKER)])
        with keyring.also([(cast.case.scope, Audience.WORKER)]):
            assert readable(person(cast).first_name)


def test_sealing__without_opening__writes_and_cannot_read(cast: Cast) -> None:
    with keyring.fresh() as ring:
        ring.allow_sealing([cast.case.health_scope])
        ring.found_ground([cast.case.health_scope])
        entry = HealthEntry(case=cast.case, scope=cast.case.health_scope, kind="message", held_on="2026-11-24")
        entry.author = cast.minna
        entry.narrative = "Vain terveysneuvojalle."
        entry.save()
        assert not readable(entry.narrative), "the writer cannot read it any more"
        assert not readable(HealthEntry.objects.get().narrative)


@pytest.mark.parametrize("more", [(), "found on another file"])
def test_sealing__a_health_compartment__needs_a_ground_of_its_own(cast: Cast, more: object) -> None:
    scope = cast.case.health_scope
    with keyring.fresh() as ring:
        ring.open([(scope, Audience.HEALTH), (cast.case.scope, Audience.WORKER)])
        ring.found_ground([cast.case.scope] if more else [])
        assert ring.to_seal(cast.case.scope)
        with pytest.raises(keyring.GroundNeeded):
            ring.to_seal(scope)
        with keyring.also() as inner:
            inner.found_ground([scope])
            assert inner.to_seal(scope)
        with pytest.raises(keyring.GroundNeeded):
            ring.to_seal(scope)


def test_new_scope__made_within_a_ring__may_be_sealed_not_read(db: None) -> None:
    with keyring.fresh() as ring:
        scope = keyring.create("case")
        assert ring.to_seal(scope)[0] == 1
        with pytest.raises(keyring.Locked):
            ring.to_read(scope, frozenset(Audience), 1)


def test_locked_value__saved_back__is_refused(cast: Cast) -> None:
    with keyring.fresh() as ring:
        ring.allow_sealing([cast.case.subject.scope])
        row = person(cast)
        row.first_name = row.first_name
        with pytest.raises(PlaintextRefused):
            row.save(update_fields=["first_name"])


def test_destroyed_key__in_an_open_ring__reads_as_erased_next_time(cast: Cast) -> None:
    with keyring.fresh() as ring:
        ring.open([(cast.case.subject.scope, Audience.WORKER)])
        keys.destroy([cast.case.subject.scope], by=None)
        assert str(person(cast).first_name) == "Poistettu"
        with pytest.raises(keyring.Erased):
            ring.to_seal(cast.case.subject.scope)


def test_keys__of_a_page__are_one_query(cast: Cast) -> None:
    session = stories.signed(cast)
    with keyring.fresh() as ring, CaptureQueriesContext(connections["keystore"]) as sent:
        ring.open([(cast.case.subject.scope, Audience.WORKER), (cast.case.scope, Audience.WORKER)])
        narrative = GuidanceSession.objects.get(pk=session.pk).narrative
        assert all(map(readable, (person(cast).first_name, person(cast).last_name, narrative)))
    assert len([query for query in sent if "SELECT" in query["sql"]]) == 1


def test_keys__out_of_reach__are_never_said_to_be_erased(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ring that failed to fetch fails again, and then fetches: "erased" would be a lie about a living person."""
    with keyring.fresh() as ring:
        ring.open([(cast.case.subject.scope, Audience.WORKER)])
        row = person(cast)
        with monkeypatch.context() as gone:
            gone.setattr(WrappedKey._meta, "db_table", "gone")
            for _ in range(2):
                with pytest.raises(DatabaseError), transaction.atomic(using="keystore"):
                    str(row.first_name)
        assert row.first_name == NASRIN.first_name


def test_key_encryption_key__unknown__is_an_error_not_an_erasure(cast: Cast) -> None:
    row = WrappedKey.objects.get(scope=cast.case.subject.scope)
    row.wrapped = bytes(row.wrapped[:1]) + (99).to_bytes(4, "big") + bytes(row.wrapped[5:])
    row.save()
    with keyring.fresh() as ring:
        ring.open([(cast.case.subject.scope, Audience.WORKER)])
        for _ in range(2):
            with pytest.raises(KeyFileMissing, match=r"kek-99\.key"):
                _ = person(cast).first_name
    assert key_files.active("kek") == 1


def test_ring__of_one_thread__is_not_anothers(cast: Cast) -> None:
    found: list[object] = []
    with keyring.fresh() as ring:
        ring.open([(cast.case.subject.scope, Audience.WORKER)])
        thread = threading.Thread(target=lambda: found.append(keyring.current()._audiences))
        thread.start()
        thread.join()
        found.append(contextvars.Context().run(lambda: keyring.current()._audiences))
    assert found == [{}, {}]


def test_case_file__scopes__differ(cast: Cast) -> None:
    case = CaseFile.objects.get(pk=cast.case.pk)
    assert len({case.scope, case.health_scope, case.subject.scope, cast.minna.scope}) == 4
