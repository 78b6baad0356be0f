"""Root keys in a directory: `kek-<number>.key` and `index-<number>.key`, 64 hex digits each, for the service alone."""

import contextlib
import dataclasses
import datetime
import os
import re
from pathlib import Path
from typing import ClassVar

from django.core.exceptions import ImproperlyConfigured

from consent.keystore.providers import KINDS, RootKeys


@dataclasses.dataclass(frozen=True)
class DirectoryKeys:
    """The provider of every installation that names no other."""

    directory: Path
    ending: ClassVar[str] = "key"

    def stamp(self) -> int:
        """The directory's own time of change, in nanoseconds; 0 where there is none."""
        try:
            return self.directory.stat().st_mtime_ns
        except OSError:
            return 0

    def read(self) -> RootKeys:
        return {place: self._decoded(path, self._text(path)) for place, path in self._files().items()}

    def add(self, kind: str, number: int, key: bytes) -> None:
        self._write(self._path(kind, number), self._encoded(key))

    def remove(self, kind: str, number: int) -> None:
        self._path(kind, number).unlink()
        self._sync()

    def made_at(self, kind: str, number: int) -> datetime.datetime | None:
        try:
            return datetime.datetime.fromtimestamp(self._path(kind, number).stat().st_mtime, datetime.UTC)
        except OSError:
            return None

    def _encoded(self, key: bytes) -> str:
        return key.hex()

    def _decoded(self, path: Path, text: str) -> bytes:
        if not re.fullmatch(r"[0-9a-f]{64}", text):
            raise ImproperlyConfigured(f"{path.name} in POLKU_KEK_DIR is not 64 hex digits.")
        return bytes.fromhex(text)

    def _path(self, kind: str, number: int) -> Path:
        return self.directory / f"{kind}-{number}.{self.ending}"

    def _files(self) -> dict[tuple[str, int], Path]:
        name = re.compile(rf"({'|'.join(KINDS)})-([0-9]{{1,9}})\.{self.ending}", re.ASCII)
        paths = sorted(self.directory.iterdir()) if self.directory.is_dir() else []
        return {(match[1], int(match[2])): path for path in paths if (match := name.fullmatch(path.name))}

    def _text(self, path: Path) -> str:
        try:
            return path.read_text(encoding="ascii").strip()
        except OSError as refusal:
            raise ImproperlyConfigured(f"{path.name} in POLKU_KEK_DIR cannot be read.") from refusal
        except UnicodeDecodeError:
            return ""

    def _write(self, path: Path, text: str) -> None:
        """A process that reads meanwhile finds the whole file or none; one that exists is never written over."""
        half = path.with_name(f".{path.name}.{os.getpid()}")
        handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
        try:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(f"{text}\n")
                file.flush()
                os.fsync(file.fileno())
            path.hardlink_to(half)
        finally:
            with contextlib.suppress(FileNotFoundError):
                half.unlink()
        self._sync()

    def _sync(self) -> None:
        handle = os.open(self.directory, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
