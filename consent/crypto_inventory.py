"""The crypto inventory: which primitives the code uses, where and for what; found in the code itself.

Reference: OWASP ASVS 5.0, 11.1 (cryptographic inventory); NIST IR 8547 for what a quantum computer would break.
"""

import ast
import dataclasses
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("consent", "casework", "pathways")
SAFE, WEAKENED, BROKEN = "holds", "holds at half the bits", "broken"


@dataclasses.dataclass(frozen=True)
class Primitive:
    """What a name in the code stands for."""

    what: str
    source: str
    quantum: str


AES = Primitive("AES-256-GCM", "NIST SP 800-38D", WEAKENED)
SHA2 = Primitive("SHA-256", "FIPS 180-4", WEAKENED)
RANDOM = Primitive("random bytes of the operating system", "getrandom(2)", SAFE)
X25519 = Primitive("X25519", "RFC 7748", BROKEN)
ED25519 = Primitive("Ed25519", "RFC 8032", BROKEN)
PRIMITIVES = {
    "AESGCM": AES,
    "HKDF": Primitive("HKDF-SHA256", "RFC 5869", WEAKENED),
    "Suite": Primitive("HPKE: X25519, HKDF-SHA256, AES-256-GCM", "RFC 9180", BROKEN),
    "X25519PrivateKey": X25519,
    "X25519PublicKey": X25519,
    "Ed25519PrivateKey": ED25519,
    "Ed25519PublicKey": ED25519,
    "hmac.digest": Primitive("HMAC-SHA256", "RFC 2104", WEAKENED),
    "hmac.new": Primitive("HMAC-SHA256", "RFC 2104", WEAKENED),
    "hmac.compare_digest": Primitive("comparison in constant time", "Python, hmac", SAFE),
    "secrets.compare_digest": Primitive("comparison in constant time", "Python, hmac", SAFE),
    "constant_time_compare": Primitive("comparison in constant time", "Python, hmac", SAFE),
    "salted_hmac": Primitive("HMAC-SHA256 or SHA-1 under POLKU_SECRET_KEY", "Django, utils.crypto", WEAKENED),
    "hashlib.sha256": SHA2,
    "hashlib.file_digest": SHA2,
    "hashlib.shake_128": Primitive("SHAKE128", "FIPS 202", WEAKENED),
    "hashlib.blake2b": Primitive("BLAKE2b", "RFC 7693", WEAKENED),
    "os.urandom": RANDOM,
    "secrets.token_bytes": RANDOM,
    "secrets.token_hex": RANDOM,
    "secrets.token_urlsafe": RANDOM,
    "secrets.randbelow": RANDOM,
    "secrets.choice": RANDOM,
    "secrets.randbits": RANDOM,
    "get_random_string": RANDOM,
    "AESGCM.generate_key": RANDOM,
    "Argon2PasswordHasher": Primitive("Argon2id", "RFC 9106", SAFE),
    "ssl.create_default_context": Primitive("TLS 1.2 or newer", "RFC 8446", BROKEN),
}
UNKNOWN = Primitive("not described", "-", "-")
WATCHED = ("cryptography.hazmat.primitives", "argon2")
MODULES = {"hashlib", "hmac", "secrets", "ssl"}
HARMLESS = {"hashes", "serialization", "KEM", "KDF", "AEAD"}


def uses(source: str) -> Iterator[str]:
    """The names of primitives that a module uses."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith(WATCHED):
            yield from (alias.name for alias in node.names if alias.name not in HARMLESS)
        elif isinstance(node, ast.ImportFrom) and node.module in MODULES:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names if alias.name in PRIMITIVES)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            name = f"{node.value.id}.{node.attr}"
            if name in PRIMITIVES or (node.value.id in {"hashlib", "secrets"} and node.attr != "SystemRandom"):
                yield name


def found() -> dict[Primitive, dict[str, str]]:
    """Where each primitive is used: module → what the module is for."""
    places: dict[Primitive, dict[str, str]] = {}
    for floor in FLOORS:
        for file in sorted((ROOT / floor).rglob("*.py")):
            source = file.read_text(encoding="utf-8")
            names = set(uses(source))
            if names and "migrations" not in file.parts and file != Path(__file__).resolve():
                purpose = (ast.get_docstring(ast.parse(source)) or "").split("\n", 1)[0]
                for name in names:
                    known = PRIMITIVES.get(name, dataclasses.replace(UNKNOWN, what=f"{name}: not described"))
                    places.setdefault(known, {})[str(file.relative_to(ROOT))] = purpose
    return places


KEYS = [
    ("key-encryption key, by epoch", "`keys rotate`, each month", "root keys", "`keys retire`, a week after the next"),
    ("index key, by epoch", "`keys rotate --kind index`", "root keys", "`keys retire`, when no token needs it"),
    (
        "signing key of the log, by epoch",
        "`keys generate`",
        "root keys",
        "never: it proves what was signed",
    ),
    ("data key, by scope and version", "with the person, case file or other scope", "keystore, wrapped", "erasure"),
    ("content key of an archive", "with the archive", "in the archive, sealed by HPKE", "with the archive"),
    ("offline pair, X25519", "`keys recovery --keypair`", "public: server; private: a safe", "by the controller"),
    ("POLKU_SECRET_KEY, 50 characters", "by whoever installs", "environment of the service", "by the controller"),
]


def text() -> str:
    """The inventory as Markdown."""
    rows = []
    for primitive, places in sorted(found().items(), key=lambda pair: pair[0].what):
        where = "<br>".join(f"`{file}`: {purpose}" for file, purpose in sorted(places.items()))
        rows.append(f"| {primitive.what} | {primitive.source} | {primitive.quantum} | {where} |\n")
    keys = "".join(f"| {' | '.join(row)} |\n" for row in KEYS)
    return (
        "# Crypto inventory\n\nMade from the code by `manage.py keys inventory --out docs/crypto-inventory.md`; a test "
        "holds it to the code.\n\n## Primitives\n\n| Primitive | Source | Against a quantum computer | Where |\n"
        f"|---|---|---|---|\n{''.join(rows)}\n## Keys\n\n"
        f"| Key | Made | Lives | Ends |\n|---|---|---|---|\n{keys}\n## By the framework\n\n"
        f"- Passwords: Argon2id (`{settings.PASSWORD_HASHERS[0]}`).\n"
        "- Cookies, links and messages: HMAC-SHA256 under POLKU_SECRET_KEY (Django, `django.core.signing`).\n"
        "- Passkeys: ES256, RS256 or EdDSA as the authenticator offers (allauth, fido2); one-time codes: RFC 6238.\n"
        "- Transport: TLS ends at the proxy before the house; HSTS for two years.\n"
    )
