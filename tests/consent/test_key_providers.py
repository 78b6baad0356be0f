"""Root keys from systemd and from Vault: whole epochs, asked for when they come; what is unfit stops the start."""

import base64
import datetime
import http.server
import ipaddress
import json
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from consent import readiness
from consent.keystore import epochs, key_files, keys, providers
from consent.keystore.models import WrappedKey
from consent.periods import now
from tests.consent.test_readiness import CHECK, start

TOKEN = "s.a-token-for-tests"
VAULT = {"POLKU_KEY_PROVIDER": "vault", "POLKU_VAULT_TOKEN_FILE": "token"}


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"POLKU_KEY_PROVIDER": "keychain"}, "POLKU_KEY_PROVIDER must be one of directory, systemd, vault."),
        ({"POLKU_KEY_PROVIDER": "systemd"}, "CREDENTIALS_DIRECTORY is not set."),
        (VAULT, "POLKU_VAULT_ADDRESS is not set."),
        (VAULT | {"POLKU_VAULT_ADDRESS": "http://vault:8200"}, "POLKU_VAULT_ADDRESS must be https://HOST"),
        (VAULT | {"POLKU_VAULT_ADDRESS": "https://me@vault"}, "POLKU_VAULT_ADDRESS must be https://HOST"),
        (VAULT | {"POLKU_VAULT_ADDRESS": "https://vault/v1"}, "POLKU_VAULT_ADDRESS must be https://HOST"),
        (
            {"POLKU_KEY_PROVIDER": "vault", "POLKU_VAULT_ADDRESS": "https://vault:8200"},
            "POLKU_VAULT_TOKEN_FILE is not set.",
        ),
    ],
    ids=["unknown", "no credentials", "no address", "not https", "user in it", "path in it", "no token"],
)
def test_start__with_a_provider_that_cannot_be__is_one_sentence(environment: dict[str, str], said: str) -> None:
    code, words = start(*CHECK, **environment)
    assert code == 1
    assert said in words
    assert "Traceback" not in words


# systemd


@pytest.fixture
def credentials(tmp_path: Path, settings: Any) -> Path:
    key_files.generate(tmp_path / "credentials")
    settings.POLKU_KEY_PROVIDER, settings.POLKU_KEK_DIR = "systemd", tmp_path / "credentials"
    return tmp_path / "credentials"


def test_systemd__credentials__are_the_root_keys(db: None, credentials: Path) -> None:
    (scope,) = keys.create("case")
    assert keys.load([scope])
    assert providers.current().made_at("kek", 1) is None
    assert epochs.overdue() == []


def test_systemd__takes_no_key__and_says_how_one_is_given(db: None, credentials: Path) -> None:
    before = sorted(credentials.iterdir())
    with pytest.raises(CommandError, match=r"systemd-creds encrypt --name=kek-2\.key"):
        call_command("keys", "rotate")
    providers.directory.DirectoryKeys(credentials).add("kek", 2, bytes(32))  # the service manager's next start
    with pytest.raises(CommandError, match=r"Take kek-1\.key out"):
        call_command("keys", "retire", "kek", "1")
    assert sorted(credentials.iterdir()) == sorted([*before, credentials / "kek-2.key"])


# Vault


class Transit(http.server.BaseHTTPRequestHandler):
    """What Vault's transit engine does, over HTTP: encrypts and decrypts under a key that stays with it."""

    server: "Vault"

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(self.path)
        act = self.path.removeprefix("/v1/transit/").removesuffix("/polku")
        if self.server.answers is not None:
            return self._answer(*self.server.answers)
        if self.headers["X-Vault-Token"] != TOKEN:
            return self._answer(403, {"errors": ["permission denied"]})
        if act == "encrypt":
            sealed = self.server.cipher.encrypt(bytes(12), base64.b64decode(asked["plaintext"]), None)
            return self._answer(200, {"data": {"ciphertext": f"vault:v1:{base64.b64encode(sealed).decode()}"}})
        sealed = base64.b64decode(asked["ciphertext"].removeprefix("vault:v1:"))
        text = self.server.cipher.decrypt(bytes(12), sealed, None)
        return self._answer(200, {"data": {"plaintext": base64.b64encode(text).decode()}})

    def _answer(self, status: int, content: Any) -> None:
        text = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        if status == 307:
            self.send_header("Location", f"https://127.0.0.1:{self.server.server_port}/elsewhere")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *parts: Any) -> None:
        """Silent."""


class Vault(http.server.HTTPServer):
    """A test double on this machine, with a certificate of its own."""

    def __init__(self, certificate: Path) -> None:
        super().__init__(("127.0.0.1", 0), Transit)
        self.cipher, self.asked, self.answers = AESGCM(bytes(32)), list[str](), None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.socket = context.wrap_socket(self.socket, server_side=True)

    answers: "tuple[int, Any] | None"

    def handle_error(self, *parts: Any) -> None:
        """A client that does not trust the certificate hangs up; that is the test."""


def make_certificate(file: Path) -> Path:
    """A certificate for 127.0.0.1 and its key, in one file."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "vault")])
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder(name, name, private.public_key(), x509.random_serial_number())
        .not_valid_before(now() - datetime.timedelta(days=1))
        .not_valid_after(now() + datetime.timedelta(days=1))
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(private, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    file.write_bytes(
        certificate.public_bytes(pem) + private.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    )
    return file


@pytest.fixture
def vault(tmp_path: Path, settings: Any) -> Iterator[Vault]:
    certificate = make_certificate(tmp_path / "vault.pem")
    server = Vault(certificate)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    settings.POLKU_KEY_PROVIDER, settings.POLKU_KEK_DIR = "vault", tmp_path / "vaulted"
    settings.POLKU_VAULT_ADDRESS = f"https://127.0.0.1:{server.server_port}"
    settings.POLKU_VAULT_KEY, settings.POLKU_VAULT_TOKEN_FILE = "polku", tmp_path / "token"
    settings.POLKU_VAULT_CA = certificate
    key_files.forget()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        key_files.forget()


def test_vault__generates_rotates_and_retires__epochs_that_it_alone_opens(
    db: None, vault: Vault, tmp_path: Path
) -> None:
    call_command("keys", "generate")
    files = sorted((tmp_path / "vaulted").iterdir())
    assert [file.name for file in files] == ["audit-1.vault", "index-1.vault", "kek-1.vault"]
    assert all(file.read_text().startswith("vault:v1:") for file in files)
    assert key_files.root_key("kek", 1).hex() not in "".join(file.read_text() for file in files)
    (scope,) = keys.create("case")
    before = keys.load([scope])
    call_command("keys", "rotate")
    call_command("keys", "rewrap")
    call_command("keys", "retire", "kek", "1", "--at-once")
    assert keys.load([scope]) == before
    assert WrappedKey.objects.get().kek == 2


def test_vault__is_asked_for_epochs__never_for_data_keys(db: None, vault: Vault) -> None:
    call_command("keys", "generate")
    scopes = keys.create("case", how_many=50)
    vault.asked.clear()
    key_files.forget()  # as at the start of a process
    for _ in range(3):
        assert len(keys.load(scopes)) == 50
    assert vault.asked == ["/v1/transit/decrypt/polku"] * 3, "one root key of each kind"


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ((403, {"errors": ["permission denied"]}), "HTTP 403"),
        ((503, {"errors": ["sealed"]}), "HTTP 503"),
        ((307, {}), "HTTP 307"),
        ((200, b"<html>"), "does not answer as it should"),
        ((200, {"data": {"plaintext": base64.b64encode(bytes(31)).decode()}}), "no 32-byte key"),
        ((200, {"data": {"plaintext": "not base64!"}}), "no 32-byte key"),
        ((200, {"data": None}), "no 32-byte key"),
        ((200, []), "does not answer as it should"),
    ],
)
def test_vault__that_refuses_or_answers_nonsense__is_a_sentence_without_secrets(
    db: None, vault: Vault, answers: tuple[int, Any], said: str
) -> None:
    call_command("keys", "generate")
    key_files.forget()
    vault.answers = answers
    vault.asked.clear()
    (fault, *_) = readiness.faults()
    assert said in fault
    assert TOKEN not in fault
    assert "/elsewhere" not in vault.asked, "a redirect is not followed"


def test_vault__with_a_certificate_that_nobody_vouches_for__is_not_spoken_to(
    db: None, vault: Vault, settings: Any, tmp_path: Path
) -> None:
    call_command("keys", "generate")
    vault.asked.clear()
    settings.POLKU_VAULT_CA = make_certificate(tmp_path / "another.pem")
    with pytest.raises(ImproperlyConfigured, match="does not answer as it should"):
        key_files.active("kek")
    assert vault.asked == []


def test_vault__gone_or_its_token__is_a_sentence(db: None, vault: Vault, settings: Any, tmp_path: Path) -> None:
    call_command("keys", "generate")
    settings.POLKU_VAULT_ADDRESS = "https://127.0.0.1:1"
    with pytest.raises(ImproperlyConfigured, match="does not answer"):
        key_files.active("kek")
    settings.POLKU_VAULT_ADDRESS = settings.POLKU_VAULT_ADDRESS.replace("https", "http")
    with pytest.raises(ImproperlyConfigured, match="must begin with https"):
        key_files.active("kek")
    (tmp_path / "token").unlink()
    with pytest.raises(ImproperlyConfigured, match="POLKU_VAULT_TOKEN_FILE"):
        key_files.active("kek")
