"""Erasing: two people, keys first, then what identifies in live and history rows; a crash is gone on from."""

import contextlib
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, connections, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework import erasing_cases, participants
from casework.models import AgreedAction, Appointment, CaseFile, CaseUserGrant, Participant, Referral
from consent import due, erasure, holders, keyring, retention
from consent.erasing_targets import Target, owned_columns, scopes
from consent.fields import SealedField, readable
from consent.history import HistoryRow
from consent.keyring import Audience
from consent.keystore import keys
from consent.keystore.models import ErasedScope, LookupToken, WrappedKey
from consent.models import AccessEventSubject, Disposal, Draft, ErasurePermit, RetentionHold, Subject
from consent.periods import now
from consent.scopes import scope_columns
from pathways.models import Enrolment
from tests.casework import stories
from tests.casework.erasing_stories import approved, closed, erased, lived
from tests.matrix.world import make_world
from tests.people import Cast, actor, sign_in

SOMEBODY = participants.Details(first_name="Toinen", phone="+358505550188")


@pytest.fixture
def life(cast: Cast) -> Cast:
    """A whole life of a case file, closed."""
    lived(cast)
    cast.case = closed(cast)
    return cast


def everywhere(model: type[models.Model], column: str, **where: Any) -> set[Any]:
    """The values of a column in live and history rows."""
    found = set(model._default_manager.filter(**where).order_by("pk").values_list(column, flat=True))
    history = model.history.model  # type: ignore[attr-defined]
    return found | set(history.objects.filter(**where).order_by("pk").values_list(column, flat=True))


# Two people


@pytest.mark.parametrize("name", ["minna", "kaisa", "anna", "arto", "nasrin", "outi"])
def test_propose__by_anybody_but_the_officer__is_refused(life: Cast, name: str) -> None:
    with pytest.raises(erasure.MayNotErase):
        erasure.propose(
            by=actor(getattr(life, name)), kind="case", why="request", subject=life.case.subject, case_uid=life.case.uid
        )


def test_approve__by_the_proposer__is_refused(life: Cast) -> None:
    proposed = erasure.propose(by=actor(life.kirsi), kind="person", why="request", subject=life.case.subject)
    with pytest.raises(erasure.AnotherApproves):
        erasure.approve(proposed, by=actor(life.kirsi))
    with pytest.raises(erasure.AnotherApproves):
        erasure.approve(proposed, by=actor(life.minna))
    with pytest.raises(erasure.NotApproved):
        erasure.carry_out(proposed)
    assert keys.load([life.case.scope]), "nothing was destroyed"
    assert erasure.approve(proposed, by=actor(life.anna)).state == "approved"


def test_refuse__by_the_proposer__takes_it_back(life: Cast) -> None:
    proposed = erasure.propose(by=actor(life.kirsi), kind="person", why="request", subject=life.case.subject)
    assert erasure.refuse(proposed, by=actor(life.kirsi)).state == "refused"
    with pytest.raises(erasure.NotWaiting):
        erasure.approve(proposed, by=actor(life.kaisa))


def test_propose__twice_or_while_open__is_refused(cast: Cast) -> None:
    with pytest.raises(erasing_cases.StillOpen):
        approved(cast)
    closed(cast)
    approved(cast)
    with pytest.raises(erasure.AlreadyProposed):
        approved(cast)


# What goes


def test_scopes__of_a_person__are_all_that_any_row_names(db: None) -> None:
    """The few owning columns give every scope that any row of any model names for the person and for the case."""
    cast = make_world().cast
    person = Target("person", cast.case.subject)
    case = Target("case", cast.case.subject, cast.case.uid)
    named: dict[str, set[uuid.UUID]] = {"person": set(), "case": set()}
    for holder in holders.holders():
        for target in (person, case):
            rows = target.rows(holder)
            if rows is None:
                continue
            for column in scope_columns().get(holder.model, ()):
                named[target.kind] |= set(rows.order_by("pk").values_list(column, flat=True)) - {None}
    assert scopes(person) == named["person"]
    assert len(scopes(person)) >= 6
    assert scopes(case) == named["case"]
    assert scopes(case) < scopes(person)
    assert scopes(Target("health", cast.case.subject, cast.case.uid)) == {cast.case.health_scope}
    assert owned_columns(Draft) == frozenset(), "notes and drafts borrow their scope"


def test_erase__person__leaves_nothing_that_reads_or_identifies(life: Cast, client: Client) -> None:
    sign_in(client, life.minna).get(reverse("case-detail", args=[life.case.uid]))
    case, subject, number = life.case, life.case.subject, life.case.number
    going = scopes(Target("person", subject))
    done = erased(life, "person")
    assert done.state == "done"
    assert not WrappedKey.objects.filter(scope__in=going).exists()
    assert set(ErasedScope.objects.values_list("scope", flat=True).order_by("pk")) == going
    assert not LookupToken.objects.filter(scope__in=going).exists()
    assert not Draft.objects.filter(scope__in=going).exists()
    assert everywhere(Subject, "account_id", uid=subject.uid) == {None}
    assert number not in everywhere(CaseFile, "number", uid=case.uid)
    assert subject.pk not in everywhere(CaseFile, "subject_id", uid=case.uid)
    referral = Referral.objects.get(case=case)
    for column, empty in (("recipient_person", {""}), ("content_hash", {""}), ("consent_id", {None})):
        assert everywhere(Referral, column, uid=referral.uid) == empty
    assert referral.number.startswith("X-")
    life.nasrin.refresh_from_db()
    assert not life.nasrin.is_active
    assert AccessEventSubject.objects.filter(subject_uid=subject.uid).exists(), "the log keeps its uids"
    assert not ErasurePermit.objects.exists()


def test_erase__person__signs_the_participant_out(life: Cast, client: Client) -> None:
    sign_in(client, life.nasrin)
    client.get(reverse("more"))
    key = client.session.session_key
    erased(life, "person")
    assert not Session.objects.filter(session_key=key).exists() or client.get(reverse("more")).status_code == 302


def test_erase__case__leaves_the_person(life: Cast) -> None:
    subject = life.case.subject
    erased(life, "case")
    assert not keys.load([life.case.scope, life.case.health_scope])
    assert keys.load([subject.scope])
    subject.refresh_from_db()
    assert subject.account_id == life.nasrin.pk
    assert subject.erased_on is None
    case = CaseFile.objects.get(pk=life.case.pk)
    assert case.subject_id != subject.pk
    assert (case.opened_on.day, case.closed_on.day, case.state) == (1, 1, "closed")
    assert not CaseFile.objects.filter(subject=subject).exists()


def test_erase__health_compartment__leaves_the_open_case(cast: Cast) -> None:
    lived(cast)
    done = erased(cast, "health")
    assert not keys.load([cast.case.health_scope])
    assert keys.load([cast.case.scope])
    cast.case.refresh_from_db()
    assert (cast.case.state, cast.case.erased_on) == ("open", None)
    assert done.counts == {"key_health": 1}


def test_erase__open_things__end(life: Cast) -> None:
    erased(life, "case")
    assert not CaseUserGrant.objects.filter(content_object=life.case).exists()
    assert not AgreedAction.objects.filter(case=life.case, state="open").exists()
    assert not Appointment.objects.filter(case=life.case, state="planned").exists()
    assert not Referral.objects.still_open().filter(case=life.case).exists()
    assert not Enrolment.objects.filter(case=life.case, state__in=["waiting", "enrolled"]).exists()


def test_erase__one_of_two_people__leaves_the_other(db: None) -> None:
    """Every history row of everybody else is byte for byte what it was."""
    cast = make_world().cast
    retention.lift(RetentionHold.objects.select_related("subject").get(), by=actor(cast.kirsi))
    closed(cast)
    with keyring.fresh():
        other = participants.create(by=cast.minna, programme=cast.house.programme, details=SOMEBODY)
    before = _rows_of_others(cast.case.subject)
    erased(cast, "person")
    assert keys.load([other.scope, other.subject.scope])
    after = _rows_of_others(cast.case.subject)
    assert {key for key in before if before[key] != after.get(key)} == set()


def _rows_of_others(subject: Subject) -> dict[tuple[str, int], Any]:
    """History rows of records that do not belong to the person."""
    mine = set()
    for holder in holders.holders():
        rows = Target("person", subject).rows(holder)
        if rows is not None and hasattr(holder.model, "history"):
            mine |= set(rows.order_by("pk").values_list("uid", flat=True))
    found = {}
    for holder in holders.holders():
        history = getattr(getattr(holder.model, "history", None), "model", None)
        if history is None or not issubclass(history, HistoryRow):
            continue
        for row in history.objects.exclude(uid__in=mine).order_by("pk").values():
            plain = {name: bytes(value) if isinstance(value, memoryview) else value for name, value in row.items()}
            found[history._meta.db_table, row["history_id"]] = plain
    return found


def test_clears__no_model__is_of_many_rows() -> None:
    """What is written again and again must die by its key alone: else a long file would cost more than a short one."""
    few = {"consent.Subject", "casework.CaseFile", "casework.Referral", "casework.ReferralApproval"}
    assert {holder.model._meta.label for holder in holders.holders() if holder.clears} == few
    for holder in holders.holders():
        for name in holder.clears:
            assert not isinstance(holder.model._meta.get_field(name), SealedField)


# What stays and what is shown


def test_certificate__says_what_and_how_much_but_not_who(life: Cast) -> None:
    done = erased(life, "case")
    assert done.counts == {
        "case": 1,
        "draft": 1,
        "key_case": 1,
        "key_health": 1,
        "key_referral": 1,
        "row": 3,
        "notice": 1,
    }
    assert done.subject_id != life.case.subject_id, "parted from the person"
    assert everywhere(Disposal, "subject_id", uid=done.uid) == {done.subject_id}
    assert (done.proposed_by, done.decided_by) == (life.kirsi, life.kaisa)


def test_pages__after_erasing__stand_and_lists_leave_it_out(life: Cast, client: Client) -> None:
    number = life.case.number
    erased(life, "person")
    sign_in(client, life.kaisa)
    page = client.get(reverse("participant-list"))
    assert page.status_code == 200
    assert number not in page.content.decode()
    assert client.get(reverse("case-detail", args=[life.case.uid])).status_code == 404
    sign_in(client, life.minna)
    assert client.get(reverse("case-detail", args=[life.case.uid])).status_code == 404
    for name in ("home", "participant-list"):
        assert client.get(reverse(name)).status_code == 200


def test_nobody__of_an_erased_case__reads_as_erased(life: Cast) -> None:
    erased(life, "case")
    case = CaseFile.objects.get(pk=life.case.pk)
    with keyring.fresh() as ring:
        ring.open([(case.scope, Audience.WORKER), (case.subject.scope, Audience.FACILITATOR)])
        nobody = Participant.objects.get(subject=case.subject)
        assert not readable(nobody.name)
        assert nobody.roster_name == nobody.first_name


# Crashes


@contextlib.contextmanager
def crashing(monkeypatch: pytest.MonkeyPatch, where: Any, name: str) -> Iterator[None]:
    def crash(*_: Any, **__: Any) -> None:
        raise RuntimeError("crash")

    with monkeypatch.context() as patch:
        patch.setattr(where, name, crash)
        with pytest.raises(RuntimeError, match="crash"):
            yield


STEPS = [
    (erasure, "scopes", False),
    (erasure.keys, "destroy", False),
    (erasure, "clean", True),
    (erasure, "_end_account", True),
    (erasure, "_clear_columns", True),
    (erasing_cases.anonymous_cases, "add", True),
    (erasing_cases, "_end_what_is_open", True),
    (erasing_cases, "_give_to_nobody", True),
    (erasing_cases, "_nobody", True),
    (erasure.access_log, "security", True),
]


@pytest.mark.parametrize(("where", "name", "gone"), STEPS, ids=[name for _, name, _ in STEPS])
def test_crash__at_any_step__is_finished_later(
    transactional_db: None, cast: Cast, monkeypatch: pytest.MonkeyPatch, where: Any, name: str, gone: bool
) -> None:
    lived(cast)
    cast.case = closed(cast)
    disposal = approved(cast, "person")
    with crashing(monkeypatch, where, name):
        erasure.carry_out(disposal)
    assert not ErasurePermit.objects.exists()
    assert (keys.load([cast.case.scope]) == {}) is gone
    assert CaseFile.objects.get(pk=cast.case.pk).number == cast.case.number, "rows wait for the whole step"
    assert erasure.finish_all() == 1
    disposal.refresh_from_db()
    assert disposal.state == "done"
    assert disposal.counts["key_case"] == 1
    assert everywhere(Subject, "account_id", uid=cast.case.subject.uid) == {None}
    assert cast.case.number not in everywhere(CaseFile, "number", uid=cast.case.uid)
    assert erasure.finish_all() == 0


def test_crash__while_the_history_is_rewritten__takes_the_permit_back(
    transactional_db: None, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.case = closed(cast)
    disposal = approved(cast)
    with crashing(monkeypatch, erasure.erasure_permit, "_change"):
        erasure.carry_out(disposal)
    assert not ErasurePermit.objects.exists()
    assert erasure.finish_all() == 1


def test_ledger__after_a_restore__erases_again_what_old_data_brought_back(transactional_db: None, cast: Cast) -> None:
    """The data of before the erasing beside the keystore of today: no disposal says so, the ledger does."""
    lived(cast)
    cast.case = closed(cast)
    keys.destroy(scopes(Target("person", cast.case.subject)), by=cast.kirsi.pk)
    assert due.run()["erasing finished"] == 1
    assert cast.case.number not in everywhere(CaseFile, "number", uid=cast.case.uid)
    assert Subject.objects.get(pk=cast.case.subject.pk).erased_on is not None
    assert due.run()["erasing finished"] == 0


def test_ledger__of_one_case__is_finished_for_that_case(transactional_db: None, cast: Cast) -> None:
    cast.case = closed(cast)
    keys.destroy(scopes(Target("case", cast.case.subject, cast.case.uid)), by=None)
    assert erasure.finish_all() == 1
    assert Subject.objects.get(pk=cast.case.subject.pk).erased_on is None
    assert keys.load([cast.case.subject.scope])


# The same for a long file


def test_erase__long_file__asks_the_databases_as_little_as_a_short_one(cast: Cast) -> None:
    """Statements, not seconds: a file of forty notes takes as many as one of one."""
    counts = []
    for notes in (1, 40):
        with keyring.fresh():
            cast.case = participants.create(by=cast.minna, programme=cast.house.programme, details=SOMEBODY)
        for _ in range(notes):
            stories.signed(cast)
        cast.case = closed(cast)
        disposal = approved(cast, "case")
        with CaptureQueriesContext(connection) as queries, CaptureQueriesContext(connections["keystore"]) as of_keys:
            erasure.carry_out(disposal)
        counts.append(len(queries) + len(of_keys))
    assert counts[0] == counts[1]


def test_ledger__after_a_restore__also_finishes_a_disposal_that_a_hold_would_stop(
    transactional_db: None, cast: Cast
) -> None:
    """Approved before the copy was made, carried out since, and held in the copy: the ledger has decided."""
    cast.case = closed(cast)
    disposal = approved(cast, "case")
    keys.destroy(scopes(Target("case", cast.case.subject, cast.case.uid)), by=cast.kaisa.pk)
    RetentionHold.objects.create(
        subject=cast.case.subject,
        case_uid=cast.case.uid,
        why="audit",
        scope=cast.case.scope,
        placed_by=cast.kirsi,
        placed_at=now(),
    )
    erasure.finish_all()
    assert CaseFile.objects.get(pk=cast.case.pk).erased_on is not None
    RetentionHold.objects.update_or_create(case_uid=cast.case.uid, defaults={"lifted_at": now()})
    assert erasure.finish_all() == 1
    disposal.refresh_from_db()
    assert disposal.state == "done"
