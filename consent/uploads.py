"""Files that are sent: taken by the pages that say so, in memory only, without the name that they had.

Nothing that a person sends touches a disk in the clear, and a file's name ("Nasrin Rahimi suostumus.pdf") is dropped
before any view sees it. Every other page reads past what is sent.
"""

import io
from typing import Any, Final

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.urls import Resolver404, resolve

#: The largest file that is taken, in bytes.
MOST: Final = 10 * 1024 * 1024
_FORM: Final = 64 * 1024  # what a form has beside its file

_pages: set[str] = set()


def take(page: str) -> None:
    """Let the page of that name take one file."""
    _pages.add(page)


def too_large(length: str) -> bool:
    """Whether a request of that Content-Length cannot hold a file that is taken."""
    return length.isdigit() and int(length) > MOST + _FORM


class InMemory(FileUploadHandler):
    """Keeps one file in memory, up to `MOST` bytes, and calls it "file"."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._parts, self._kept = io.BytesIO(), False

    def new_file(self, *args: Any, **more: Any) -> None:
        super().new_file(*args, **more)
        if self._kept or not self._taken():
            raise SkipFile
        self._kept = True

    def _taken(self) -> bool:
        request = self.request
        if request is None or too_large(request.META.get("CONTENT_LENGTH", "")):
            return False
        try:
            return resolve(request.path_info).url_name in _pages
        except Resolver404:
            return False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > MOST:
            raise StopUpload(connection_reset=False)
        self._parts.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self._parts.seek(0)
        return InMemoryUploadedFile(self._parts, self.field_name, "file", "application/octet-stream", file_size, None)
