"""Logs and histories only grow: every other statement is refused by the database itself, on both databases."""

import copy
from collections.abc import Callable, Iterator

import pytest
from django.db import DatabaseError, connection, connections, models, transaction

from consent import append_only, readiness
from consent.keystore import keys
from consent.keystore.models import ErasedScope
from consent.models import (
    AccessEvent,
    AccessEventSubject,
    ConsentReceipt,
    Disclosure,
    LeafGap,
    Organisation,
    SecurityEvent,
)
from consent.models.log import LogRow
from consent.models.proof import ProofRow
from tests.house.models import histories
from tests.people import House

ON_SQLITE = connection.vendor == "sqlite"


def columns(row: models.Model, **changed: object) -> dict[str, object]:
    """A row's columns as the database takes them."""
    fields = row._meta.concrete_fields
    values = {f.column: f.get_db_prep_value(getattr(row, f.attname), connection) for f in fields}
    return values | changed


def replace(row: models.Model, **changed: object) -> None:
    """SQLite's REPLACE: deletes whatever stands in the way, and fires no delete trigger."""
    values = columns(row, **changed)
    names, marks = ", ".join(f'"{name}"' for name in values), ", ".join("%s" for _ in values)
    statement = f'INSERT OR REPLACE INTO "{row._meta.db_table}" ({names}) VALUES ({marks})'
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values.values()))


def execute(statement: str) -> Callable[[], None]:
    def act() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return act


def refused(act: Callable[[], object]) -> bool:
    """Whether the database itself says no."""
    try:
        with transaction.atomic():
            act()
    except DatabaseError as error:
        return append_only.MESSAGE in str(error)
    return False


@pytest.fixture
def security(db: None) -> SecurityEvent:
    return SecurityEvent.objects.create(kind="test")


@pytest.fixture
def organisation(house: House) -> models.Model:
    """A history row."""
    row = Organisation.history.order_by("history_id").first()
    assert row is not None
    return row


def test_tables__logs_and_every_history__are_append_only() -> None:
    logs = LogRow.__subclasses__()
    assert set(logs) == {AccessEvent, ConsentReceipt, Disclosure, SecurityEvent, LeafGap}
    wanted = [*histories(), *logs, AccessEventSubject, *ProofRow.__subclasses__(), ErasedScope]
    assert set(append_only.tables()) == {model._meta.db_table for model in wanted}


def test_triggers__after_migrate__none_is_missing(db: None) -> None:
    assert {alias: append_only.missing(connections[alias]) for alias in connections} == {"default": [], "keystore": []}


def statements(table: str, key: str) -> Iterator[str]:
    yield f'UPDATE "{table}" SET "{key}" = "{key}"'
    yield f'DELETE FROM "{table}"'
    if not ON_SQLITE:
        yield f'TRUNCATE "{table}" CASCADE'
        yield f'INSERT INTO "{table}" SELECT * FROM "{table}" ON CONFLICT ("{key}") DO UPDATE SET "{key}" = 1'


@pytest.mark.parametrize("model", [SecurityEvent, Organisation.history.model], ids=["log", "history"])
def test_row__changed_deleted_or_truncated__is_refused(
    model: type[models.Model], security: SecurityEvent, organisation: models.Model
) -> None:
    before = list(model._base_manager.order_by("pk").values_list())
    assert before
    connection.check_constraints()  # PostgreSQL truncates no table whose rows still wait for their checks
    for statement in statements(model._meta.db_table, str(model._meta.pk.column)):
        assert refused(execute(statement)), statement
    assert list(model._base_manager.order_by("pk").values_list()) == before


def test_row__saved_again_by_django__is_refused(security: SecurityEvent, organisation: models.Model) -> None:
    security.kind = "other"
    assert refused(security.save)
    assert refused(SecurityEvent.objects.all().delete)
    assert refused(lambda: SecurityEvent.objects.update(kind="other"))
    assert refused(organisation.delete)


def test_triggers__row_set_to_replica__still_refuse(security: SecurityEvent) -> None:
    """On PostgreSQL they are ENABLE ALWAYS; whoever may set the variable gains nothing."""
    with connection.cursor() as cursor:
        query = "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'A'"
        cursor.execute("SELECT 0" if ON_SQLITE else query)
        assert cursor.fetchone()[0] == 0


if ON_SQLITE:

    def test_row__replaced_by_its_key__is_refused(security: SecurityEvent, organisation: models.Model) -> None:
        assert refused(lambda: replace(security, kind="other"))
        assert refused(lambda: replace(organisation, name="Toinen"))
        assert SecurityEvent.objects.get().kind == "test"

    def test_row__replaced_through_another_unique_column__is_refused(security: SecurityEvent) -> None:
        """A new primary key with the uid of an old row: REPLACE would delete the old one to make room."""
        assert refused(lambda: replace(security, id=security.pk + 1, kind="other"))
        assert SecurityEvent.objects.get().kind == "test"


def test_triggers__after_a_table_was_rebuilt__are_missing_until_set(transactional_db: None) -> None:
    """SQLite forgets triggers when Django rebuilds a table to alter a column (engineering decisions, 3)."""
    table, column = SecurityEvent._meta.db_table, SecurityEvent._meta.get_field("kind")
    longer = copy.copy(column)
    longer.max_length = 31
    names = [name for name in append_only.expected(connection) if name.startswith(f"{table}_no_")]
    try:
        with connection.schema_editor() as editor:
            editor.alter_field(SecurityEvent, column, longer)
        assert append_only.missing() == (sorted(names) if ON_SQLITE else [])
        assert any("triggers are missing" in fault for fault in readiness.faults()) is ON_SQLITE
        append_only.set_after_migrate(using="default")
        append_only.set_after_migrate(using="default")
        assert append_only.missing() == []
    finally:
        with connection.schema_editor() as editor:
            editor.alter_field(SecurityEvent, longer, column)
        append_only.set_triggers(connection)


def test_trigger__with_another_body__counts_as_missing(db: None) -> None:
    table = SecurityEvent._meta.db_table
    name = next(name for name in append_only.expected(connection) if name.startswith(f"{table}_no_"))
    with connection.cursor() as cursor:
        if ON_SQLITE:
            cursor.execute(f'DROP TRIGGER "{name}"')
            cursor.execute(f'CREATE TRIGGER "{name}" BEFORE UPDATE ON "{table}" WHEN 0 BEGIN SELECT 1; END')
        else:
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER "{name}"')
    assert append_only.missing() == [name]
    append_only.set_triggers(connection)
    assert append_only.missing() == []


def test_ledger__of_erased_keys__only_grows(db: None) -> None:
    (scope,) = keys.create("person")
    keys.destroy([scope], by=None)
    ledger = connections["keystore"]
    for statement in ('UPDATE "{0}" SET kind = kind', 'DELETE FROM "{0}"'):
        with pytest.raises(DatabaseError, match=append_only.MESSAGE), transaction.atomic(using="keystore"):
            ledger.cursor().execute(statement.format(ErasedScope._meta.db_table))
    assert ErasedScope.objects.get().scope == scope
