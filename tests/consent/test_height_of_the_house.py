"""One participant and one case file through the whole height of the house."""

import pytest
from django.db import connection

from casework import access
from casework.models import CaseFile, Participant
from consent import envelope, keyring
from consent.fields import PlaintextRefused, Unreadable, raw_values
from consent.history import HistoryBypassed
from consent.keystore import keys
from consent.records import StaleWrite
from tests.people import Cast, actor


def test_sealed_name__read__only_where_the_door_opened(cast: Cast) -> None:
    with keyring.fresh() as ring:
        participant = Participant.objects.get()
        assert isinstance(participant.first_name, Unreadable)
        ring.open(access.case_to_read(actor(cast.minna), cast.case.uid).opens)
        assert participant.name == "Nasrin Rahimi"
    with keyring.fresh() as ring:
        ring.open([(cast.case.subject.scope, keyring.Audience.FACILITATOR)])
        participant = Participant.objects.get()
        assert participant.roster_name == "Nasrin R."
        assert isinstance(participant.phone, Unreadable)


def test_history__copies__ciphertext(cast: Cast) -> None:
    with raw_values():
        live, past = Participant.objects.get().first_name, Participant.history.get().first_name
    assert live == past
    with keyring.fresh() as ring:
        ring.open([(cast.case.subject.scope, keyring.Audience.WORKER)])
        assert Participant.history.get().first_name == "Nasrin"


def test_keys_destroyed__nothing_reads__live_or_past(cast: Cast) -> None:
    keys.destroy([cast.case.subject.scope], by=None)
    with keyring.fresh() as ring:
        ring.open([(cast.case.subject.scope, keyring.Audience.WORKER)])
        for row in (Participant.objects.get(), Participant.history.get()):
            assert isinstance(row.first_name, Unreadable)
            assert row.first_name.kind == "erased"


def test_plaintext__refused__at_the_boundary(cast: Cast) -> None:
    participant = Participant.objects.get()
    with pytest.raises(HistoryBypassed):
        Participant.objects.update(first_name="x")
    with pytest.raises(PlaintextRefused):
        Participant.objects.filter(pk=participant.pk)._update([(Participant._meta.get_field("first_name"), None, "x")])


def test_envelope__moved_to_other_field__is_broken(cast: Cast) -> None:
    with keyring.fresh() as ring:
        ring.open([(cast.case.subject.scope, keyring.Audience.WORKER)])
        participant = Participant.objects.get()
        participant.__dict__["last_name"] = participant.__dict__["first_name"]
        with pytest.raises(envelope.SealBroken):
            _ = participant.last_name


def test_row__saved_twice_from_one_reading__is_stale(cast: Cast) -> None:
    one, two = CaseFile.objects.get(), CaseFile.objects.get()
    one.save(update_fields=["last_contact_on"])
    with pytest.raises(StaleWrite):
        two.save(update_fields=["last_contact_on"])


def test_history_table__update__is_refused_by_the_database(cast: Cast) -> None:
    from django.db import DatabaseError, transaction

    with pytest.raises(DatabaseError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE casework_historicalparticipant SET version = 9")
