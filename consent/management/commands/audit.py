"""`audit`: seal the log, verify it, and let checkpoints and proofs leave the house."""

import argparse
import json
import os
import signal
import threading
from collections.abc import Iterable
from pathlib import Path
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections

from consent.proof import notes, proving, record, rows, sealing, verifying

PRIVATE = 0o600


class Command(BaseCommand):
    """All of it is safe to repeat. `verify` names the first bad event and exits with 1 when the log was altered."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        does = parser.add_subparsers(dest="action", required=True)
        seal = does.add_parser("seal", help="make leaves of new rows and sign a checkpoint")
        seal.add_argument("--every", type=_seconds, help="go on for ever, once in so many seconds (1 to 60)")
        verify = does.add_parser("verify", help="recompute every leaf, root and signature")
        verify.add_argument("--against", type=Path, help="a checkpoint that was kept elsewhere")
        checkpoint = does.add_parser(
            "checkpoint", help="the newest checkpoint, to be kept where this house cannot write"
        )
        checkpoint.add_argument("--out", type=Path, required=True)
        prove = does.add_parser("prove", help="proof that the log holds an event, or grew out of another")
        prove.add_argument("event", nargs="?", help="the event's uid, or TABLE/ID of any sealed row")
        prove.add_argument("--since", type=Path, help="an earlier checkpoint")
        prove.add_argument("--out", type=Path, required=True)
        export = does.add_parser("export", help="the whole sealed log as JSON lines: ciphertext, ids and codes")
        export.add_argument("--out", type=Path, required=True)
        does.add_parser("key", help="the public keys that checkpoints are signed with")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        try:
            getattr(self, f"_{action}")(**options)
        except (proving.NothingToProve, notes.NoteBroken, sealing.SealRefused) as refusal:
            raise CommandError(str(refusal)) from refusal

    def _seal(self, *, every: int | None, **_: Any) -> None:
        if every is None:
            self.stdout.write(f"sealed: {sealing.seal()}")
            return
        ended = threading.Event()

        def end(_number: int, _frame: FrameType | None) -> None:
            ended.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, end)
        while not ended.is_set():
            if sealed := sealing.seal():
                self.stdout.write(f"sealed: {sealed}")
                self.stdout.flush()
            close_old_connections()
            ended.wait(every)

    def _verify(self, *, against: Path | None, **_: Any) -> None:
        earlier = notes.opened(_text(against), notes.origin()) if against else None
        report = verifying.verify(against=earlier)
        record.verified(report)
        self.stdout.write(f"events: {report.events}, sealed: {report.size}, checkpoints: {report.checkpoints}")
        if bad := report.bad():
            raise CommandError(f"{report.faults} faults. The first: {verifying.sentence(bad)}")
        self.stdout.write("Everything is as it was sealed.")

    def _checkpoint(self, *, out: Path, **_: Any) -> None:
        _write(out, [proving.latest().note])

    def _prove(self, *, event: str | None, since: Path | None, out: Path, **_: Any) -> None:
        if (event is None) is (since is None):
            raise CommandError("Name an event, or an earlier checkpoint with --since.")
        proof = proving.event(event) if event else proving.growth(_text(since))
        _write(out, [json.dumps(proof, indent=1) + "\n"])

    def _export(self, *, out: Path, **_: Any) -> None:
        record.exported()
        with rows.reading():
            _write(out, (json.dumps(line) + "\n" for line in proving.export()))

    def _key(self, **_: Any) -> None:
        for key in notes.verifier_keys(notes.origin()):
            self.stdout.write(key)


def _seconds(word: str) -> int:
    if not word.isascii() or not word.isdecimal() or not 1 <= int(word) <= 60:
        raise argparse.ArgumentTypeError("from 1 to 60")
    return int(word)


def _text(path: Path | None) -> str:
    assert path is not None
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise CommandError(f"{path} cannot be read.") from None


def _write(out: Path, lines: Iterable[str]) -> None:
    """Whole, or not at all: an interrupted export leaves what stood there."""
    unfinished = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        unfinished.touch(mode=PRIVATE)
        with unfinished.open("w", encoding="utf-8") as file:
            file.writelines(lines)
        unfinished.replace(out)
    except OSError:
        raise CommandError(f"{out} cannot be written.") from None
    finally:
        unfinished.unlink(missing_ok=True)
