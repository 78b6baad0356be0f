"""The house starts only when it can keep its word; otherwise it says in one sentence what is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override

from consent import append_only, installation, readiness
from consent.keystore import key_files
from consent.keystore.models import Installation as KeystoreInstallation
from consent.keystore.models import WrappedKey
from consent.models import Installation
from tests.conftest import Browser
from tests.people import Cast, sign_in

ROOT = Path(__file__).resolve().parent.parent.parent
MISSING = "There is no kek-<number>.key in POLKU_KEK_DIR. Polku does not start without it."
with override("fi"):
    BUSY = gettext("The service is busy")
CHECK, SERVE = ["manage.py", "check"], ["-W", "ignore", "-c", "import casework.config.wsgi"]


def start(*arguments: str, **environment: str) -> tuple[int, str]:
    """Exit code and words of a process of its own."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "casework.config.settings", **environment}
    command = [sys.executable, *arguments]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return run.returncode, run.stdout + run.stderr


@pytest.mark.parametrize("command", [CHECK, SERVE], ids=["check", "serve"])
@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"POLKU_KEK_DIR": "EMPTY"}, MISSING),
        ({"POLKU_KEK_DIR": ""}, "POLKU_KEK_DIR is not set. Polku does not start without it."),
        ({"POLKU_SECRET_KEY": "short"}, "POLKU_SECRET_KEY must have at least 50 characters."),
    ],
    ids=["no key file", "no folder", "short secret"],
)
def test_start__without_what_it_needs__is_one_sentence_and_an_exit_code(
    tmp_path: Path, command: list[str], environment: dict[str, str], said: str
) -> None:
    empty = {name: str(tmp_path) if value == "EMPTY" else value for name, value in environment.items()}
    code, words = start(*command, **empty)
    assert code == 1
    assert said in words
    assert "Traceback" not in words


def test_start__before_migrate__is_refused_in_one_sentence(tmp_path: Path) -> None:
    here = {"DATABASE_URL": f"sqlite:///{tmp_path}/data", "KEYSTORE_URL": f"sqlite:///{tmp_path}/keys"}
    code, words = start(*SERVE, **here)
    assert (code, words.strip()) == (1, "The data database does not answer or is not migrated.")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", b"0" * 63, b"0" * 65, b"g" * 64])
def test_key_file__that_is_no_key__stops_the_start(settings: object, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "kek-1.key").write_bytes(content)
    settings.POLKU_KEK_DIR = tmp_path  # type: ignore[attr-defined]
    with pytest.raises(ImproperlyConfigured, match=r"kek-1\.key"):
        key_files.active("kek")


def test_key_file__that_is_a_folder__stops_the_start(settings: object, tmp_path: Path) -> None:
    """Whatever the file system answers is a sentence, not a traceback."""
    (tmp_path / "kek-1.key").mkdir()
    settings.POLKU_KEK_DIR = tmp_path  # type: ignore[attr-defined]
    with pytest.raises(ImproperlyConfigured, match=r"kek-1\.key in POLKU_KEK_DIR cannot be read"):
        key_files.active("kek")


def ready() -> tuple[int, str]:
    response = Client().get(reverse("readyz"))
    return response.status_code, response.content.decode().strip()


def test_readyz__all_well__is_ok(db: None) -> None:
    assert ready() == (200, "ok")


def test_readyz__trigger_gone__is_503_and_the_start_refused(db: None) -> None:
    name, (table, _) = next(iter(append_only.expected(connection).items()))
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{name}"' + ("" if connection.vendor == "sqlite" else f' ON "{table}"'))
    assert ready() == (503, "1 append-only triggers are missing; run migrate.")
    with pytest.raises(ImproperlyConfigured, match="triggers"):
        readiness.refuse_unless_ready()


def test_readyz__keystore_of_another_house__is_503(db: None) -> None:
    KeystoreInstallation.objects.all().delete()
    assert ready()[0] == 503
    installation.begin()
    assert ready()[0] == 503, "a keystore without an id beside data that has one is a restored copy: none is made up"
    assert not KeystoreInstallation.objects.exists()
    KeystoreInstallation.objects.create(uid=Installation.objects.get().uid)
    assert ready() == (200, "ok")


def test_readyz__keys_gone__is_503(db: None, settings: object, tmp_path: Path) -> None:
    settings.POLKU_KEK_DIR = tmp_path  # type: ignore[attr-defined]
    status, words = ready()
    assert status == 503
    assert "kek-<number>.key" in words
    assert "index-<number>.key" in words


def test_healthz__whatever_is_missing__answers(db: None, settings: object, tmp_path: Path) -> None:
    settings.POLKU_KEK_DIR = tmp_path  # type: ignore[attr-defined]
    assert Client().get(reverse("healthz")).content == b"ok\n"


# While serving


def test_key_encryption_key__gone_while_serving__is_503_in_words(cast: Cast) -> None:
    """The key of an epoch that this process does not know: nothing is shown, nothing reads as erased."""
    row = WrappedKey.objects.get(scope=cast.case.subject.scope)
    row.wrapped = bytes(row.wrapped[:1]) + (99).to_bytes(4, "big") + bytes(row.wrapped[5:])
    row.save()
    client = sign_in(Browser(raise_request_exception=False), cast.minna)
    for url in (reverse("case-detail", args=[cast.case.uid]), reverse("participant-list")):
        response = client.get(url)
        page = response.content.decode()
        assert response.status_code == 503, url
        assert BUSY in page
        assert "Poistettu" not in page
        assert "kek-99" not in page
    response = client.post(reverse("session-new", args=[cast.case.uid]), {"narrative": "Tätä ei saa hukata. " * 3})
    assert response.status_code == 503
    assert "Tätä ei saa hukata." in response.content.decode()


def test_wrapped_key__damaged_while_serving__is_a_page_that_shows_nothing(cast: Cast) -> None:
    row = WrappedKey.objects.get(scope=cast.case.subject.scope)
    row.wrapped = bytes(row.wrapped[:-1]) + bytes([row.wrapped[-1] ^ 1])
    row.save()
    client = sign_in(Browser(raise_request_exception=False), cast.minna)
    response = client.get(reverse("case-detail", args=[cast.case.uid]))
    assert response.status_code == 500
    assert "Nasrin" not in response.content.decode()
    assert set(connections) == {"default", "keystore"}
