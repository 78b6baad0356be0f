"""GET cannot write: whatever a page tries, only logs and stamps of sessions reach the database."""

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import connections
from django.test import Client
from django.urls import reverse

from casework.models import CaseFile
from consent.keystore import keys
from consent.middleware.readonly import STAMPS, WroteOnGet, refuse_writes
from consent.models import AccessEvent
from tests.consent import door_pages
from tests.people import Cast, sign_in


@pytest.fixture(autouse=True)
def doors(settings: object) -> None:
    settings.ROOT_URLCONF = door_pages.__name__  # type: ignore[attr-defined]


def passes(sql: str) -> bool:
    try:
        return bool(refuse_writes(lambda *a: True, sql, (), False, {}))
    except WroteOnGet:
        return False


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT * FROM "casework_casefile" FOR UPDATE',
        "select 1",
        '(SELECT "a"."id" FROM "a" LIMIT 1) UNION ALL (SELECT 2)',
        "((SELECT 1) UNION (SELECT 2)) UNION (SELECT 3)",
        "SAVEPOINT x",
        "RELEASE SAVEPOINT x",
        "ROLLBACK TO SAVEPOINT x",
        "WITH ids AS (SELECT 1) SELECT * FROM ids",
        'INSERT INTO "consent_accessevent" ("uid") VALUES (1)',
        'INSERT OR IGNORE INTO "consent_accesseventsubject" ("uid") VALUES (1)',
        "  update django_session SET x = 1",
        'DELETE FROM "django_session" WHERE 1',
    ],
)
def test_statement__that_reads_or_stamps__passes(sql: str) -> None:
    assert passes(sql)


@pytest.mark.parametrize(
    "sql",
    [
        'INSERT INTO "casework_casefile" ("uid") VALUES (1)',
        "INSERT OR REPLACE INTO consent_accesseventsubject_copy VALUES (1)",
        'UPDATE "consent_account" SET "is_active" = 1',
        'UPDATE OR REPLACE "consent_account" SET "is_active" = 1',
        'DELETE FROM "consent_draft"',
        "REPLACE INTO consent_account VALUES (1)",
        'INSERT INTO "public"."consent_accessevent" VALUES (1)',
        "WITH gone AS (DELETE FROM consent_draft RETURNING *) SELECT * FROM gone",
        "with x as (select 1)\nINSERT INTO consent_account SELECT * FROM x",
        'WITH x AS (SELECT 1) UPDATE "consent_account" SET is_active = 1',
        "(DELETE FROM consent_draft RETURNING *)",
        "(WITH gone AS (DELETE FROM consent_draft RETURNING *) SELECT * FROM gone)",
        "/* hidden */ DELETE FROM consent_draft",
        "-- hidden\nDELETE FROM consent_draft",
        "TRUNCATE consent_draft",
        "DROP TABLE consent_draft",
        "ALTER TABLE consent_draft ADD x int",
        "CREATE TABLE x (y int)",
        "COPY consent_account FROM STDIN",
        "MERGE INTO consent_account USING x ON true",
        "VACUUM",
        "CALL something()",
        "DO $$ BEGIN DELETE FROM consent_draft; END $$",
    ],
)
def test_statement__that_changes_anything__raises(sql: str) -> None:
    assert not passes(sql)


def test_stamps__are_tables_that_exist(db: None) -> None:
    assert set(connections["default"].introspection.table_names()) >= STAMPS


def test_page__that_saves_on_get__is_broken_and_saves_nothing(client: Client, cast: Cast) -> None:
    client.raise_request_exception = False
    url = reverse("t-writes", args=[cast.case.uid])
    assert sign_in(client, cast.minna).get(url).status_code == 500
    assert CaseFile.objects.get().last_contact_on is None
    assert client.head(url).status_code == 500
    assert not AccessEvent.objects.filter(page="writes_on_get").exists(), "nothing was shown"
    assert client.post(url).status_code == 200
    assert CaseFile.objects.get().last_contact_on is not None


def test_page__that_writes_to_the_keystore_on_get__raises(client: Client, cast: Cast) -> None:
    with connections["keystore"].execute_wrapper(refuse_writes), pytest.raises(WroteOnGet):
        keys.create("case")


def test_wrapper__after_the_request__is_gone(client: Client, cast: Cast) -> None:
    client.raise_request_exception = False
    sign_in(client, cast.minna).get(reverse("t-writes", args=[cast.case.uid]))
    assert all(refuse_writes not in connection.execute_wrappers for connection in connections.all())


def test_link_that_sets_a_password__looked_at__writes_nothing_and_works_once(client: Client, cast: Cast) -> None:
    """The invitation of a new colleague; allauth's own generator of links writes a row when it is looked at."""
    key = default_token_generator.make_token(cast.sari)
    link = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(cast.sari), "key": key})
    step = client.get(link)
    assert step.status_code == 302
    assert client.get(step["Location"]).status_code == 200
    password = "kolme sanaa ja viiva"
    assert client.post(step["Location"], {"password1": password, "password2": password}).status_code == 302
    cast.sari.refresh_from_db()
    assert cast.sari.check_password(password)
    assert client.get(link).status_code == 200, "the used link leads to a page that says so"


@pytest.mark.parametrize("made_up", ["abc-def", "set-password", "x" * 300, "c0-" + "0" * 32])
def test_link_that_sets_a_password__made_up__is_a_page_that_says_so(client: Client, cast: Cast, made_up: str) -> None:
    for who in (user_pk_to_url_str(cast.sari), "0", "zzzzzzzzzzzzzzz"):
        link = reverse("account_reset_password_from_key", kwargs={"uidb36": who, "key": made_up})
        assert client.get(link).status_code in {200, 302}
