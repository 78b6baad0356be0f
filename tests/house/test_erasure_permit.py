"""The permit of erasing: one function may rewrite history, under it nothing else passes, and it does not linger."""

import ast
import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Q

from casework.models import CaseFile
from consent import app_role, append_only, erasure_permit
from consent.models import Disclosure, ErasurePermit, Organisation, SecurityEvent
from tests.house import tree
from tests.house.test_append_only import execute, refused, replace
from tests.people import Cast, House

ON_SQLITE = connection.vendor == "sqlite"
HISTORY = Organisation.history.model


def permit(table: str, record: uuid.UUID, rows: int = 1) -> ErasurePermit:
    return ErasurePermit.objects.create(table_name=table, record=record, rows_left=rows)


def test_rewrite__of_history__changes_every_row_and_leaves_no_permit(house: House) -> None:
    house.own.phone = "+358505550199"
    house.own.save()
    rows = HISTORY.objects.filter(uid=house.own.uid)
    before = list(rows.order_by("pk").values("pk", "history_date", "history_user_id", "version"))
    assert erasure_permit.rewrite(house.own, disposal=None, phone="") == len(before) == 2
    assert set(rows.order_by("pk").values_list("phone", flat=True)) == {""}
    assert list(rows.order_by("pk").values("pk", "history_date", "history_user_id", "version")) == before
    assert not ErasurePermit.objects.exists()
    assert refused(lambda: rows.update(phone="again")), "the permit was used up"


def test_rewrite__where_nothing_is_met__leaves_no_permit(house: House) -> None:
    assert erasure_permit.rewrite(house.own, disposal=None, where=Q(phone="none of these"), phone="") == 0
    assert not ErasurePermit.objects.exists()


def test_rewrite__fails_on_its_way__takes_the_permit_back(house: House) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        erasure_permit.rewrite(house.own, disposal=None, version=99)
    assert not ErasurePermit.objects.exists()


def test_permit__lets_pass__only_updates_of_the_record_it_names(house: House) -> None:
    table = HISTORY._meta.db_table
    rows = HISTORY.objects.filter(uid=house.own.uid)
    permit(table, house.own.uid, rows=5)
    assert refused(lambda: HISTORY.objects.filter(uid=house.school.uid).update(phone="1"))
    assert refused(lambda: HISTORY.objects.all().update(phone="1")), "the second record is not named"
    assert refused(execute(f"DELETE FROM {table} WHERE uid = '{house.own.uid.hex if ON_SQLITE else house.own.uid}'"))
    for column in append_only.FROZEN:
        value = "'~'" if column == "history_type" else "'2020-01-01'" if column == "history_date" else "987654"
        value = f"'{uuid.uuid4().hex}'" if column == "uid" else value
        with pytest.raises(DatabaseError), transaction.atomic():
            execute(f"UPDATE {table} SET {column} = {value} WHERE phone = '{house.own.phone}'")()
    if ON_SQLITE:
        assert refused(lambda: replace(rows.get(), phone="1"))
    else:
        assert refused(execute(f"TRUNCATE {table}"))


def test_permit__used_up__ends_in_the_middle_of_a_statement(house: House) -> None:
    house.own.phone = "+358505550199"
    house.own.save()
    permit(HISTORY._meta.db_table, house.own.uid, rows=1)
    assert refused(lambda: HISTORY.objects.filter(uid=house.own.uid).update(phone=""))


def test_permit__naming_a_log_or_the_ledger__opens_nothing(cast: Cast) -> None:
    event = SecurityEvent.objects.create(kind="test")
    permit(SecurityEvent._meta.db_table, event.uid, rows=9)
    assert refused(lambda: SecurityEvent.objects.update(kind="other"))
    assert refused(SecurityEvent.objects.all().delete)
    assert Disclosure._meta.db_table not in append_only.rewritable()
    assert all("historical" in table for table in append_only.rewritable())


def test_permit__second_one__is_refused_by_the_database(house: House) -> None:
    permit(HISTORY._meta.db_table, house.own.uid)
    with pytest.raises(DatabaseError), transaction.atomic():
        permit(HISTORY._meta.db_table, house.own.uid)


def test_permit__is_written__by_one_function_alone() -> None:
    """No other source names the model but where it is declared, registered and held."""
    named = {
        str(path)
        for path, source in tree.python()
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.Name) and node.id == "ErasurePermit")
        or (isinstance(node, ast.Attribute) and node.attr == "ErasurePermit")
    }
    assert named == {"consent/erasure_permit.py", "consent/holdings.py"}


def test_eraser_role__alone__rewrites_history(cast: Cast, settings: object) -> None:
    """On PostgreSQL the serving role may neither write a permit nor change history, but by becoming the eraser."""
    if ON_SQLITE:
        assert app_role.statements(connection, "polku_app", "polku_eraser") == []
        return
    settings.POLKU_ERASER_ROLE = "polku_eraser"  # type: ignore[attr-defined]
    app_role.grant(connection, "polku_app", "polku_eraser")
    table = CaseFile.history.model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE polku_app")
    for statement in (
        f"UPDATE {table} SET number = ''",
        f"DELETE FROM {table}",
        "INSERT INTO consent_erasurepermit (id, table_name, record, rows_left) VALUES (1, 'x', gen_random_uuid(), 1)",
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            execute(statement)()
    assert erasure_permit.rewrite(cast.case, disposal=None, number="X-1") >= 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("polku_app",)
        cursor.execute("SET ROLE polku_eraser")
    for statement in (
        f"DELETE FROM {table}",
        "UPDATE consent_securityevent SET kind = ''",
        "SELECT * FROM consent_draft",
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            execute(statement)()
