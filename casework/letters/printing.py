"""From HTML to the bytes of a PDF, in another process: nothing of a letter touches a disk or a log on its way."""

import atexit
import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Final

from casework.letters.wire import HEAD, ORDER, PRINTED, READY, SECONDS

#: Characters of HTML; a letter of two pages has about 6,000.
LONGEST: Final = 60_000
#: Letters in the press at once, for each web process.
AT_ONCE: Final = 2
_START_SECONDS: Final = 60
_LARGEST_BYTES: Final = 16 * 1024 * 1024
_ROOT: Final = Path(__file__).parents[2]
_RUN: Final = (
    "import socket, sys; sys.path.insert(0, sys.argv[1]); "
    "from casework.letters.press import run; run(socket.socket(fileno=int(sys.argv[2])))"
)


class LetterTooLong(Exception):
    """The letter has more text than is printed; its words are not in the message."""


class LetterFailed(Exception):
    """The letter could not be printed: time, memory, a refused address, no press. Its words are not in the message."""


class _PressLost(Exception):
    """The press itself went away, which says nothing about the letter."""


class _Press:
    """This process's own press: started when the first letter comes, started again when it is gone."""

    def __init__(self) -> None:
        self.seats = threading.BoundedSemaphore(AT_ONCE)
        self._starting = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def order(self) -> socket.socket:
        """A connection to a fresh child; `_PressLost` when the press went away this very moment."""
        with self._starting:
            control = self._running()
            ours, theirs = socket.socketpair()
            with theirs:
                try:
                    socket.send_fds(control, [ORDER], [theirs.fileno()])
                except OSError as lost:
                    ours.close()
                    raise _PressLost from lost
            return ours

    def lost(self) -> bool:
        """Whether the press, not only its child, is gone."""
        control = self._control
        if control is None:
            return True
        try:
            return control.recv(1, socket.MSG_DONTWAIT | socket.MSG_PEEK) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True

    def start(self) -> None:
        """Have the press ready; does nothing when it is."""
        with self._starting:
            self._running()

    def stop(self) -> None:
        """Close the control socket, at which the press ends by itself."""
        control, self._control = self._control, None
        process, self._process = self._process, None
        if control is not None:
            control.close()
        if process is not None:
            try:
                process.wait(1)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def forget(self) -> None:
        """After a fork: the press is the parent's; with our copy of the socket open it would outlive the parent."""
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.returncode = 0  # not our child: never to be waited for
        self.__init__()  # type: ignore[misc]  # the locks may be held by threads that do not exist here

    def _running(self) -> socket.socket:
        if self._control is not None and not self.lost():
            return self._control
        self.stop()
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", _RUN, str(_ROOT), str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),  # and no other: no database, no request, no key
                env={"LANG": "C.UTF-8", "PATH": os.defpath},
                cwd="/",
                start_new_session=True,  # Ctrl+C is for the web process, whose end ends the press
            )
        self._control = ours
        ours.settimeout(_START_SECONDS)
        with contextlib.suppress(OSError):
            if ours.recv(1) == READY:
                ours.settimeout(None)  # with a timeout, `lost` would wait it out
                return ours
        self.stop()
        raise LetterFailed("The press did not start. Are the pango libraries installed?")


_press = _Press()
atexit.register(_press.stop)
os.register_at_fork(after_in_child=_press.forget)


def warm_up() -> None:
    """Start the press now, so that the first letter does not wait two seconds for it."""
    _press.start()


def print_pdf(html: str) -> bytes:
    """The document as one file that is PDF/A-3a and PDF/UA-1.

    Raises LetterTooLong beyond `LONGEST` characters, LetterFailed when it cannot be printed within `SECONDS`.
    """
    if len(html) > LONGEST:
        raise LetterTooLong(f"A letter has at most {LONGEST} characters.")
    text = html.encode("utf-8", "replace")
    try:
        return _print_once(text)
    except _PressLost:
        pass
    try:
        return _print_once(text)
    except _PressLost:
        raise LetterFailed("The press ended twice.") from None


def _print_once(text: bytes) -> bytes:
    if not _press.seats.acquire(timeout=SECONDS):
        raise LetterFailed("The press is busy.")
    try:
        with _press.order() as order:
            return _converse(order, text, until=time.monotonic() + SECONDS)
    except OSError:
        raise LetterFailed("The press did not answer in time.") from None
    finally:
        _press.seats.release()


def _converse(order: socket.socket, text: bytes, until: float) -> bytes:
    order.settimeout(SECONDS)
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # then the answer is empty, which says the same
        order.sendall(text)
        order.shutdown(socket.SHUT_WR)
    answer = _read(order, until)
    if len(answer) < HEAD.size:
        if _press.lost():
            raise _PressLost
        raise LetterFailed("The printing of the letter was cut off.")
    state, length = HEAD.unpack_from(answer)
    body = answer[HEAD.size :]
    if state != PRINTED:
        raise LetterFailed(f"The letter could not be printed: {body.decode('ascii', 'replace')}.")
    if len(body) != length:
        raise LetterFailed("The printing of the letter was cut off.")
    return body


def _read(order: socket.socket, until: float) -> bytes:
    """All that comes until the other end closes; TimeoutError when it is late, LetterFailed when it is far too much."""
    parts: list[bytes] = []
    size = 0
    while size <= _LARGEST_BYTES:
        order.settimeout(max(0.001, until - time.monotonic()))
        try:
            part = order.recv(1 << 16)
        except ConnectionResetError:
            part = b""
        if not part:
            return b"".join(parts)
        parts.append(part)
        size += len(part)
    raise LetterFailed("The printed letter is too large.")
