"""The press: a process of its own that has WeasyPrint and its fonts ready and forks one child for each letter.

It knows nothing of Django, the database or the keys. Over the control socket the web process, in
`casework.letters.printing`, hands a connection for each letter; the child reads HTML from it to the end, writes back
one `HEAD` and the PDF, and is gone. When the control socket ends, because the web process ended, the press ends too.
"""

import ctypes
import gc
import logging
import os
import resource
import signal
import socket
from pathlib import Path
from typing import Any, Final, NoReturn

from weasyprint import CSS, HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from casework.letters.characters import NoGlyph, printable
from casework.letters.conformance import conform
from casework.letters.typeface import LetterFonts
from casework.letters.wire import FAILED, HEAD, ORDER, PRINTED, READY, SECONDS

_CPU_SECONDS: Final = 15
_MEMORY_BYTES: Final = 1 << 30
_OPEN_FILES: Final = 64
_STYLESHEET: Final = Path(__file__).with_name("print.css")
_QR: Final = "data:image/svg+xml;"
_CLONE_NEWUSER: Final = 0x10000000
_CLONE_NEWNET: Final = 0x40000000

#: Every script, weight and kind of element once, so that each child is born with warm fonts and modules.
_SPECIMEN: Final = Path(__file__).with_name("specimen.html")


class DataOnly(URLFetcher):  # type: ignore[misc]  # untyped base
    """Fetches nothing but the QR code that the letter itself carries; anything else ends the letter."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: Any = None) -> Any:
        """Fatal, not an ordinary error, because WeasyPrint swallows those and goes on."""
        if not url.startswith(_QR):
            raise FatalURLFetchingError("refused")
        return super().fetch(url, headers)


class Press:
    """WeasyPrint with the stylesheet read and the fonts loaded."""

    def __init__(self) -> None:
        self._fonts = LetterFonts()
        self._stylesheet = CSS(filename=_STYLESHEET, font_config=self._fonts, url_fetcher=DataOnly())
        self.pdf(_SPECIMEN.read_text("utf-8"))

    def pdf(self, html: str) -> bytes:
        """One file that is PDF/A-3a and PDF/UA-1; what no font can draw is printed as a replacement character."""
        text = printable(html)
        try:
            return self._print(text)
        except NoGlyph as missing:
            return self._print(text.translate(missing.table))

    def _print(self, html: str) -> bytes:
        printed = HTML(string=html, url_fetcher=DataOnly()).write_pdf(
            font_config=self._fonts,
            stylesheets=[self._stylesheet],
            pdf_variant="pdf/a-3a",
            uncompressed_pdf=True,
            finisher=conform,
        )
        return bytes(printed)


def run(control: socket.socket) -> None:
    """Serve until the other end of `control` is closed."""
    logging.disable()  # WeasyPrint's warnings quote the text of the letter
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries the children
    _leave_network()
    press = Press()
    gc.collect()
    gc.freeze()  # children must not copy pages only to look for garbage
    control.sendall(READY)
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, len(ORDER), 1)
        if not message:
            return
        for descriptor in descriptors:
            _fork(press, control, descriptor)
            os.close(descriptor)


def _fork(press: Press, control: socket.socket, descriptor: int) -> None:
    try:
        child = os.fork()
    except OSError:
        return  # the connection closes without an answer, which the other side calls a failed letter
    if child == 0:
        control.close()
        _print_one(press, descriptor)


def _print_one(press: Press, descriptor: int) -> NoReturn:
    """The life of one child; it ends without a trace, whatever happens."""
    try:
        gc.disable()
        _fence()
        with socket.socket(fileno=descriptor) as order:
            try:
                state, body = PRINTED, press.pdf(_read(order))
            except BaseException as error:  # noqa: BLE001 - the fetcher's is no Exception; all end here, unlogged
                state, body = FAILED, type(error).__name__.encode()
            order.sendall(HEAD.pack(state, len(body)) + body)
    finally:
        os._exit(0)


def _read(order: socket.socket) -> str:
    with order.makefile("rb") as source:
        return source.read().decode()


def _fence() -> None:
    """Let one letter take only so much: wall clock, processor, memory; no file written, no core dump, no child."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(SECONDS)
    for limit, most in (
        (resource.RLIMIT_CPU, _CPU_SECONDS),
        (resource.RLIMIT_AS, _MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
    ):
        _, allowed = resource.getrlimit(limit)
        bound = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        resource.setrlimit(limit, (bound, bound))


def _leave_network() -> None:
    """A network namespace without interfaces, where the kernel lets us; the fetcher refuses in any case."""
    own_user = _CLONE_NEWUSER if os.geteuid() else 0
    unshare = getattr(ctypes.CDLL(None), "unshare", None)
    if unshare is not None:
        unshare(_CLONE_NEWNET | own_user)
