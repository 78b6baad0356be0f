"""The press as a process: it fails by name, comes back by itself, leaves nothing behind and ends with its owner."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from casework.letters import printing
from casework.letters.layout import letter_html
from casework.letters.printing import LONGEST, LetterFailed, LetterTooLong, print_pdf
from tests.casework.letters.sample import a_letter, text_of

ROOT = Path(__file__).resolve().parents[3]
HTML = '<html lang="fi"><title>T</title><p>Hei</p></html>'
#: Keeps a child busy for many seconds: each line end is a line of its own.
SLOW = f'<html lang="fi"><title>T</title><p>{"a<br>" * 11_000}</p></html>'
PATIENCE_SECONDS = 30


def press_id() -> int:
    printing.warm_up()
    process = printing._press._process
    assert process is not None
    return process.pid


def children_of(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def wait_for(happens: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not happens():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.01)


def gone(process: int) -> bool:
    """Whether a process has ended; nobody may be there to bury it."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def failing(html: str) -> tuple[threading.Thread, list[Exception]]:
    """Print in another thread, and keep the error."""
    errors: list[Exception] = []

    def run() -> None:
        try:
            print_pdf(html)
        except Exception as error:  # noqa: BLE001 - told by the test
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, errors


def test_print_pdf__too_long__is_told_before_anything_is_printed() -> None:
    with pytest.raises(LetterTooLong) as told:
        print_pdf("Nasrin" * LONGEST)
    assert "Nasrin" not in str(told.value)


def test_print_pdf__longest_letter__is_printed() -> None:
    words = "Työtä ja koulutusta etsitään yhdessä. " * 1400
    assert len(words) < LONGEST < len(words) * 1.2
    assert text_of(print_pdf(f'<html lang="fi"><title>T</title><p>{words}</p></html>')).count("yhdessä") == 1400


def test_print_pdf__child_killed__fails_by_name_and_the_next_letter_works() -> None:
    press = press_id()
    thread, errors = failing(SLOW)
    wait_for(lambda: children_of(press))
    for child in children_of(press):
        os.kill(child, signal.SIGKILL)
    thread.join()
    [error] = errors
    assert isinstance(error, LetterFailed)
    assert str(error) == "The printing of the letter was cut off."
    assert "Hei" in text_of(print_pdf(HTML))
    assert press_id() == press


def test_print_pdf__press_killed__is_started_again() -> None:
    press = press_id()
    os.kill(press, signal.SIGKILL)
    assert "Hei" in text_of(print_pdf(HTML))
    assert press_id() != press
    assert gone(press)


def test_print_pdf__press_that_does_not_start__fails_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "_RUN", "raise SystemExit")
    lame = printing._Press()
    monkeypatch.setattr(printing, "_press", lame)
    with pytest.raises(LetterFailed, match="did not start"):
        print_pdf(HTML)
    assert lame._process is None


def test_print_pdf__twenty_letters__one_press_and_nothing_left_behind() -> None:
    press = press_id()
    open_files = len(list(Path(f"/proc/{press}/fd").iterdir()))
    folders = set(Path(tempfile.gettempdir()).glob("weasyprint-*"))
    for number in range(20):
        assert f"Hei {number}." in text_of(print_pdf(HTML.replace("Hei", f"Hei {number}.")))
    assert press_id() == press
    wait_for(lambda: children_of(press) == [])
    assert len(list(Path(f"/proc/{press}/fd").iterdir())) == open_files
    assert set(Path(tempfile.gettempdir()).glob("weasyprint-*")) <= folders


def test_print_pdf__many_threads__each_gets_its_own_letter() -> None:
    html = {str(number): letter_html(a_letter(number=f"L-{number}")) for number in range(8)}
    with ThreadPoolExecutor(8) as pool:
        for number, pdf in zip(html, pool.map(print_pdf, html.values()), strict=True):
            assert f"Lähete L-{number}" in text_of(pdf)


def test_press__what_it_holds__is_no_file_no_database_and_no_secret(tmp_path: Path) -> None:
    printing._press.stop()
    with (tmp_path / "open").open("w") as held:
        os.set_inheritable(held.fileno(), True)
        press = press_id()
    holds = [str(link.readlink()) for link in Path(f"/proc/{press}/fd").iterdir()]
    assert [name for name in holds if not name.startswith(("/dev/null", "/memfd:plex", "socket:"))] == []
    assert len([name for name in holds if name.startswith("socket:")]) == 1
    told = Path(f"/proc/{press}/environ").read_bytes().split(b"\0")
    assert {name.partition(b"=")[0] for name in told if name} == {b"LANG", b"PATH"}


FENCED = """
import os, resource, sys
from casework.letters import press
press._fence()
with open(sys.argv[1], "wb", buffering=0) as file:
    try:
        file.write(b"words")
    except OSError:
        print("no file")
try:
    bytearray(1 << 31)
except MemoryError:
    print("no memory")
for name in ("CPU", "CORE", "NPROC", "NOFILE"):
    print(name, *resource.getrlimit(getattr(resource, "RLIMIT_" + name)))
"""


def test_child__fence__bounds_what_a_letter_can_take(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", FENCED, str(tmp_path / "file")], cwd=ROOT, capture_output=True, check=True
    )
    assert told.stdout.decode().split("\n") == [
        "no file", "no memory", "CPU 15 15", "CORE 0 0", "NPROC 0 0", "NOFILE 64 64", "",
    ]  # fmt: skip
    assert (tmp_path / "file").read_bytes() == b""


OWNER = """
import json, os, signal, sys
from casework.letters import printing

def report():
    pdf = printing.print_pdf("<html lang=fi><title>T</title><p>Hei</p></html>")
    print(json.dumps([pdf[:5].decode(), printing._press._process.pid]), flush=True)

report()
worker = os.fork()
if worker == 0:
    report()
    os._exit(0)
os.waitpid(worker, 0)
report()
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_press__worker_processes__have_their_own_and_it_dies_with_them() -> None:
    owner = subprocess.run([sys.executable, "-W", "error", "-c", OWNER], cwd=ROOT, capture_output=True, check=False)
    assert owner.returncode == -signal.SIGKILL, owner.stderr.decode()
    (first, press), (forked, press_of_worker), (again, same) = [json.loads(line) for line in owner.stdout.splitlines()]
    assert (first, forked, again) == ("%PDF-", "%PDF-", "%PDF-")
    assert press == same != press_of_worker
    wait_for(lambda: gone(press) and gone(press_of_worker))
