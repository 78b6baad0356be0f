"""Root keys that only HashiCorp Vault's transit engine can open: `kek-<number>.vault` in the directory.

Vault encrypts and decrypts whole epochs, at the start and when one comes; a data key never travels. The one call to
another server that the house makes: HTTPS only, no redirects, five seconds, no proxy from the environment.
Source: Vault API, "Transit secrets engine" (encrypt, decrypt).
"""

import base64
import binascii
import dataclasses
import json
import ssl
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, ClassVar

from consent.keystore.providers import KeyFileMissing
from consent.keystore.providers.directory import DirectoryKeys

LONGEST_ANSWER = 100_000


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """A token goes where the settings say, and nowhere else."""

    def redirect_request(self, *args: Any, **options: Any) -> None:
        return None


@dataclasses.dataclass(frozen=True)
class VaultKeys(DirectoryKeys):
    """`address` is https://HOST:PORT, `name` the transit key, `authority` a CA file where Vault has its own."""

    address: str = ""
    name: str = ""
    token_file: Path = Path()
    authority: Path | None = None
    seconds: float = 5.0
    ending: ClassVar[str] = "vault"

    def _encoded(self, key: bytes) -> str:
        answer = self._ask("encrypt", {"plaintext": base64.b64encode(key).decode()})
        return str(answer.get("ciphertext", ""))

    def _decoded(self, path: Path, text: str) -> bytes:
        answer = self._ask("decrypt", {"ciphertext": text})
        try:
            key = base64.b64decode(answer.get("plaintext", ""), validate=True)
        except (binascii.Error, TypeError, ValueError):
            key = b""
        if len(key) != 32:
            raise KeyFileMissing(f"Vault gave no 32-byte key for {path.name}.")
        return key

    def _ask(self, act: str, sent: dict[str, str]) -> dict[str, Any]:
        """The `data` of Vault's answer; raises KeyFileMissing, which never tells what was sent."""
        try:
            token = self.token_file.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            raise KeyFileMissing("The file that POLKU_VAULT_TOKEN_FILE names cannot be read.") from None
        if not self.address.startswith("https://"):
            raise KeyFileMissing("POLKU_VAULT_ADDRESS must begin with https://.")
        request = urllib.request.Request(  # noqa: S310  (the scheme is asked for above)
            f"{self.address}/v1/transit/{act}/{self.name}",
            data=json.dumps(sent).encode(),
            headers={"X-Vault-Token": token, "X-Vault-Request": "true", "Content-Type": "application/json"},
            method="POST",
        )
        context = ssl.create_default_context(cafile=str(self.authority) if self.authority else None)
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), NoRedirects, urllib.request.HTTPSHandler(context=context)
        )
        try:
            with opener.open(request, timeout=self.seconds) as response:
                answer = json.loads(response.read(LONGEST_ANSWER))
            data = answer["data"]
        except urllib.error.HTTPError as refusal:
            refusal.close()
            raise KeyFileMissing(f"Vault refused to {act} a root key: HTTP {refusal.code}.") from None
        except (OSError, ValueError, KeyError, TypeError):
            raise KeyFileMissing("Vault does not answer as it should.") from None
        return data if isinstance(data, dict) else {}
