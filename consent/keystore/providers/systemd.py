"""Root keys as systemd credentials: decrypted by the service manager, read-only, gone when the service stops.

Source: systemd.exec(5), "Credentials"; the directory is `$CREDENTIALS_DIRECTORY`, names as in a directory of files.
"""

import datetime

from consent.keystore.providers import ReadOnly
from consent.keystore.providers.directory import DirectoryKeys


class SystemdKeys(DirectoryKeys):
    """A directory that the service manager fills."""

    def add(self, kind: str, number: int, key: bytes) -> None:
        """Says how a credential is made; the key that was drawn is not used."""
        name = f"{kind}-{number}.key"
        raise ReadOnly(
            f"systemd gives the keys. As root: head -c 32 /dev/urandom | od -An -vtx1 | tr -d ' \\n' | "
            f"systemd-creds encrypt --name={name} - /etc/credstore.encrypted/{name}; "
            f"then LoadCredentialEncrypted={name} in the unit, and restart it."
        )

    def remove(self, kind: str, number: int) -> None:
        name = f"{kind}-{number}.key"
        raise ReadOnly(f"systemd gives the keys. Take {name} out of the unit and of /etc/credstore.encrypted.")

    def made_at(self, kind: str, number: int) -> datetime.datetime | None:
        """Unknown: the files are as old as the service's start."""
        return None
