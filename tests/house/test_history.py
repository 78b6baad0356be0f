"""Every domain model keeps its history as ciphertext; what has none stands in one list; nothing passes history by."""

import ast
from collections.abc import Iterator

import pytest
from django.db import models, transaction
from simple_history.models import registered_models

from casework.models import CaseFile, GuidanceSession, Participant
from consent import keyring
from consent.actors import acting
from consent.fields import Sealed, SealedField
from consent.history import HistoricQuerySet, HistoryBypassed
from consent.models import Programme
from consent.records import Record, StaleWrite
from tests.casework import stories
from tests.house import tree
from tests.house.models import histories, live
from tests.people import Cast

#: Logs are history themselves; keys, codes and drafts must leave nothing behind; the rest is told by what it serves.
WITHOUT_HISTORY = {
    "consent.AccessEvent", "consent.AccessEventSubject", "consent.Disclosure", "consent.SecurityEvent",
    "consent.Account", "consent.ConsentPaper", "consent.ConsentReceipt", "consent.Draft", "consent.ErasurePermit",
    "consent.Installation", "consent.RetentionDate", "consent.SignInCode", "consent.Submission", "consent.LeafForm",
    "consent.AuditLeaf", "consent.Checkpoint", "consent.LeafGap", "consent.ErasureSeen",
    "casework.AnonymousCase", "casework.CaseUserGrant", "casework.CaseTeamGrant", "casework.NumberSeries",
    "pathways.GroupUserGrant", "pathways.GroupTeamGrant",
    "keystore.ErasedScope", "keystore.Installation", "keystore.LookupToken", "keystore.WrappedKey",
}  # fmt: skip

#: The only places that may write past history: they serve tables of the list above.
EXPLICIT = {
    "consent/scopes.py": "reads the columns of every table, writes none",
    "consent/backups/rows.py": "reads every row for a backup",
    "consent/backups/restoring.py": "asks whether a table is empty; old rows come beside their old history",
}


def historic() -> list[type[models.Model]]:
    return [model for model in live() if issubclass(model, Record)]


def passes_by(source: str) -> Iterator[str]:
    """Uses of managers and calls that know nothing of history."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in {
            "_base_manager",
            "_raw_delete",
            "skip_history_when_saving",
            "bulk_create_with_history",
            "bulk_update_with_history",
        }:
            yield node.attr


def test_models__every_one__has_history_or_stands_in_the_list() -> None:
    assert {model._meta.label for model in live()} - {model._meta.label for model in historic()} == WITHOUT_HISTORY


def test_history__of_listed_models__does_not_exist() -> None:
    tracked = {model._meta.label for model in registered_models.values()}
    assert tracked == {model._meta.label for model in historic()}
    assert len(histories()) == len(historic())


@pytest.mark.parametrize("model", historic(), ids=lambda model: model._meta.label)
def test_history__row__carries_salt_and_the_sealed_columns_of_its_model(model: type[models.Model]) -> None:
    history = model.history.model  # type: ignore[attr-defined]
    names = {field.name for field in history._meta.concrete_fields}
    assert {"history_salt", "history_xid", "history_user_id", "history_change_reason", "uid", "version"} <= names
    for field in model._meta.concrete_fields:
        if isinstance(field, SealedField):
            copy = history._meta.get_field(field.name)
            assert (copy.field_id, copy.scope, copy.audiences) == (field.field_id, field.scope, field.audiences)


@pytest.mark.parametrize("model", historic(), ids=lambda model: model._meta.label)
def test_history__paths_past_it__raise(model: type[models.Model], db: None) -> None:
    manager = model._default_manager
    assert isinstance(manager.all(), HistoricQuerySet)
    for path in (
        lambda: manager.all().update(version=2),
        lambda: manager.update(version=2),
        lambda: manager.bulk_create([model()]),
        lambda: manager.bulk_update([], ["version"]),
        lambda: manager.all()._raw_delete("default"),
    ):
        with pytest.raises(HistoryBypassed):
            path()


def test_history__related_rows__raise_too(cast: Cast) -> None:
    with pytest.raises(HistoryBypassed):
        cast.case.assignments.update(role="student")
    with pytest.raises(HistoryBypassed):
        cast.case.assignments.all().update(role="student")


def test_history__of_an_edit__is_the_ciphertext_of_the_row(cast: Cast) -> None:
    with keyring.also([(cast.case.subject.scope, keyring.Audience.WORKER)]), acting(cast.minna):
        person = Participant.objects.get(subject=cast.case.subject)
        person.phone = "+358505550111"
        person.save(update_fields=["phone"])
    before, after = Participant.history.filter(uid=person.uid).order_by("history_id")
    live_row = Participant.objects.get(pk=person.pk).__dict__
    assert after.__dict__["phone"] == live_row["phone"]
    assert after.__dict__["phone"] != before.__dict__["phone"]
    untouched = {"first_name", "last_name", "identity_code", "birth_date"}
    assert {name: before.__dict__[name] for name in untouched} == {name: live_row[name] for name in untouched}
    assert all(isinstance(live_row[name], Sealed) or live_row[name] is None for name in untouched)
    assert after.history_user_id == cast.minna.pk


def test_history__of_an_edit__opens_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only sealing is allowed here: a history that had to open values would read as locked, and be saved as such."""
    session = stories.signed(cast)
    row = GuidanceSession.objects.get(pk=session.pk)
    opened: list[str] = []
    reading = SealedField.opened
    monkeypatch.setattr(SealedField, "opened", lambda f, *a: (opened.append(f.field_id), reading(f, *a))[1])
    with keyring.also(sealing=[cast.case.scope]):
        row.place = "Kirjasto"
        row.save(update_fields=["place"])
    assert opened == []
    assert GuidanceSession.history.filter(uid=row.uid).count() == 2


def test_history__of_a_deleted_row__stays(house: object) -> None:
    programme = Programme.objects.order_by("pk").last()
    assert programme is not None
    uid = programme.uid
    Programme.objects.filter(pk=programme.pk).delete()
    assert list(Programme.history.filter(uid=uid).order_by("history_id").values_list("history_type", flat=True)) == [
        "+",
        "-",
    ]


def test_sources__paths_past_history__are_the_listed_ones() -> None:
    found = {str(file) for file, source in tree.python() if file.name != "history.py" and set(passes_by(source))}
    assert found == set(EXPLICIT)
    assert set(passes_by("CaseFile._base_manager.update(state='closed')")) == {"_base_manager"}


def test_case_file__saved_with_a_stale_version__writes_neither_row_nor_history(cast: Cast) -> None:
    one, other = CaseFile.objects.get(pk=cast.case.pk), CaseFile.objects.get(pk=cast.case.pk)
    one.last_contact_on = one.opened_on
    one.save(update_fields=["last_contact_on"])
    rows = CaseFile.history.count()
    other.state = CaseFile.State.CLOSED
    with pytest.raises(StaleWrite), transaction.atomic():
        other.save()
    assert CaseFile.history.count() == rows
    assert CaseFile.objects.get(pk=cast.case.pk).state == CaseFile.State.OPEN
