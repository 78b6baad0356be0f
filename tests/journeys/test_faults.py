"""The process dies, a database refuses, a key is half made: what was acknowledged is there, nothing is half done."""

import contextlib
import dataclasses
import datetime
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
import time_machine
from django.conf import settings
from django.db import DatabaseError, connections
from django.urls import reverse

from casework import participants
from casework.config.demo.serving import command as server_command
from casework.config.demo.serving import free_port
from casework.models import CaseFile, Participant
from consent import due, keyring, lookup
from consent.actors import acting
from consent.keyring import Audience
from consent.keystore import keys
from consent.keystore.models import ErasedScope, LookupToken, WrappedKey
from consent.models import AccessEvent, Account, Subject
from consent.periods import now
from tests import databases
from tests.conftest import Browser
from tests.people import NASRIN, Cast, sign_in

ROOT = Path(__file__).resolve().parent.parent.parent
NEW = participants.Details(first_name="Uusi", last_name="Ihminen", phone="+358505550199", birth_date=NASRIN.birth_date)


@contextlib.contextmanager
def refusing(alias: str, table: str, statement: str = "INSERT") -> Iterator[None]:
    """Within this block a database takes no more rows into a table (or gives none up)."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            refuse = "BEGIN SELECT RAISE(ABORT, 'full'); END"
            cursor.execute(f"CREATE TRIGGER full BEFORE {statement} ON {table} {refuse}")
        else:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION full_up() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN RAISE 'full'; END $$;"
                f"CREATE TRIGGER full_up BEFORE {statement} ON {table} FOR EACH ROW EXECUTE FUNCTION full_up()"
            )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("DROP TRIGGER full")
            else:
                cursor.execute(f"DROP TRIGGER full_up ON {table}")


def create(cast: Cast) -> CaseFile:
    with keyring.fresh(), acting(cast.minna):
        return participants.create(by=cast.minna, programme=cast.house.programme, details=NEW)


def states() -> dict[str, int]:
    return {str(state): count for state, count in keys.counts().items()}


# Two databases without a common transaction


@pytest.mark.parametrize("table", ["consent_subject", "casework_casefile", "casework_assignment"])
def test_crash__between_keys_and_rows__leaves_keys_that_go_after_a_day(
    transactional_db: None, cast: Cast, table: str
) -> None:
    people, used = Subject.objects.count(), states()["used"]
    with refusing("default", table), pytest.raises(DatabaseError):
        create(cast)
    assert Subject.objects.count() == people
    assert states()["used"] == used
    assert states()["pending"] > 0
    due.run()
    assert states()["pending"] > 0, "a key of a moment ago may be one whose rows are being written"
    with time_machine.travel(now() + datetime.timedelta(days=1, minutes=1)):
        due.run()
    assert states() == {"used": used}
    assert lookup.candidates(NEW.search_keys()) == [], "nor can the person who never came to be be found"
    assert create(cast).subject.participant.uid
    assert states()["used"] == used + 3


def test_crash__of_the_keystore__leaves_no_rows(transactional_db: None, cast: Cast) -> None:
    people = Subject.objects.count()
    with refusing("keystore", WrappedKey._meta.db_table), pytest.raises(DatabaseError):
        create(cast)
    assert Subject.objects.count() == people
    assert not Participant.objects.filter(subject__isnull=True).exists()


def test_crash__after_the_rows_were_committed__loses_nothing(transactional_db: None, cast: Cast) -> None:
    """The keystore goes away between the commit and the mark: the person is there, the key is not taken for unused."""
    with refusing("keystore", WrappedKey._meta.db_table, "UPDATE"):
        case = create(cast)
    scopes = {case.scope, case.health_scope, case.subject.scope}
    assert set(WrappedKey.objects.filter(state="pending").values_list("scope", flat=True).order_by("pk")) >= scopes
    with time_machine.travel(now() + datetime.timedelta(days=2)):
        due.run()
    assert set(WrappedKey.objects.filter(state="used").values_list("scope", flat=True).order_by("pk")) >= scopes
    assert name_of(case) == "Uusi Ihminen"


def name_of(case: CaseFile) -> str:
    with keyring.fresh() as ring:
        ring.open([(case.subject.scope, Audience.WORKER)])
        return Participant.objects.get(subject=case.subject).name


def test_crash__between_destroying_keys_and_cleaning_rows__is_already_erased(
    transactional_db: None, cast: Cast
) -> None:
    """The ledger and the keys are one act; rows that are still there say nothing any more."""
    scope = cast.case.subject.scope
    keys.destroy([scope], by=cast.minna.pk)
    assert ErasedScope.objects.get().scope == scope
    assert not LookupToken.objects.filter(scope=scope).exists()
    client = sign_in(Browser(raise_request_exception=False), cast.minna)
    for url in (reverse("participant-list"), reverse("case-detail", args=[cast.case.uid])):
        response = client.get(url)
        assert response.status_code == 200
        assert "Poistettu" in response.content.decode()
        assert "Nasrin" not in response.content.decode()
    assert keys.destroy([scope], by=cast.minna.pk) == 0, "going on after the crash destroys nothing twice"
    assert ErasedScope.objects.count() == 1


def test_crash__while_destroying_a_key__destroys_nothing(transactional_db: None, cast: Cast) -> None:
    scope = cast.case.subject.scope
    with refusing("keystore", WrappedKey._meta.db_table, "DELETE"), pytest.raises(DatabaseError):
        keys.destroy([scope], by=None)
    assert not ErasedScope.objects.exists(), "the ledger never names a key that still opens"
    assert name_of(cast.case) == NASRIN.first_name + " " + NASRIN.last_name


@pytest.mark.parametrize("table", ["consent_accessevent", "casework_guidancesession", "consent_submission"])
def test_database__refuses_a_form__keeps_what_was_typed_and_half_of_nothing(
    transactional_db: None, cast: Cast, table: str
) -> None:
    client = sign_in(Browser(raise_request_exception=False), cast.minna)
    url, text = reverse("session-new", args=[cast.case.uid]), "Tämän kertomuksen on säilyttävä sivulla."
    page = client.get(url).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page))
    sent = {**hidden, "kind": "meeting", "held_on": "tänään", "narrative": text}
    before = AccessEvent.objects.count()
    with refusing("default", table):
        response = client.post(url, sent)
    assert response.status_code == 503
    assert text in response.content.decode()
    assert AccessEvent.objects.count() == before
    assert client.post(url, sent).status_code == 302, "sent again from that page, it is carried out"
    assert cast.case.sessions.count() == 1


# The process is killed


@dataclasses.dataclass
class House:
    """A served house in databases of its own."""

    environment: dict[str, str]
    session: str
    case: str

    @contextlib.contextmanager
    def served(self) -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
        """The server on a free port; whoever has not killed it ends it here."""
        port, quiet = free_port(), subprocess.DEVNULL
        server = subprocess.Popen(
            server_command(port), cwd=ROOT, env=self.environment, stdout=quiet, stderr=quiet, start_new_session=True
        )
        try:
            wait_for(port, server)
            yield port, server
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)
            server.wait(timeout=30)

    def ask(self, port: int, path: str, sent: dict[str, str] | None = None) -> tuple[int, str]:
        """One request as minna, through a proxy that speaks https."""
        token = "x" * 32
        cookie = f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={token}"
        headers = {"Host": "localhost", "X-Forwarded-Proto": "https", "Cookie": cookie, "Origin": "https://localhost"}
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        with contextlib.closing(connection):
            if sent is None:
                connection.request("GET", path, headers=headers)
            else:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
                connection.request("POST", path, urlencode({**sent, "csrfmiddlewaretoken": token}), headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()


def wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        assert server.poll() is None, "the server ended"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError("the server did not come")


@pytest.fixture
def house_of_its_own(tmp_path: Path) -> House:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.journeys.served_settings",
        "POLKU_VAR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/polku.sqlite3",
        "KEYSTORE_URL": f"sqlite:///{tmp_path}/keystore.sqlite3",
        "POLKU_BEHIND_PROXY": "1",
        "PYTHONWARNINGS": "ignore",
    }
    if databases.kept().exists():
        for alias, name in (("default", "polku"), ("keystore", "keystore")):
            shutil.copyfile(databases.kept() / alias, tmp_path / f"{name}.sqlite3")
    else:
        run(environment, "manage.py", "migrate", "--verbosity=0")
    made = json.loads(run(environment, "-m", "tests.journeys.arrange"))
    return House(environment, **made)


def run(environment: dict[str, str], *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    ).stdout


def test_process__killed_while_somebody_writes__has_kept_what_it_acknowledged(house_of_its_own: House) -> None:
    """Every few seconds the page says "saved"; what it said of last is there after the power of kill -9."""
    house, path = house_of_its_own, f"/cases/{house_of_its_own.case}/sessions/"
    with house.served() as (port, server):
        status, page = house.ask(port, f"{path}new/")
        assert status == 200
        hidden = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page))
        hidden.pop("csrfmiddlewaretoken", None)
        text = ""
        for number in range(8):
            text = f"Tallennus {number}: " + "kirjoitin lisää " * (number + 1)
            status, _ = house.ask(port, f"{path}draft/", {**hidden, "kind": "meeting", "narrative": text})
            assert status == 200
        os.killpg(server.pid, signal.SIGKILL)
        server.wait(timeout=30)
        with pytest.raises(OSError, match=r"refused|reset"):
            house.ask(port, f"{path}new/")
    with house.served() as (port, _):
        status, page = house.ask(port, f"{path}new/")
        assert status == 200
        assert text.strip() in page, "the second device, after the crash"
        assert house.ask(port, "/readyz")[1].strip() == "ok"


def test_cast__of_arranging__is_the_cast(cast: Cast) -> None:
    assert Account.objects.filter(is_staff_member=True).count() == 12
    assert cast.case.number
