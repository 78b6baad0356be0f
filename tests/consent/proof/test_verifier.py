"""The small verifier of docs/verify, run by itself in an empty folder: it believes what holds and nothing else."""

import ast
import json
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from consent.models import AccessEvent, Checkpoint, Organisation
from consent.proof import notes, sealing
from tests.consent.proof import stories
from tests.consent.proof.conftest import VERIFIER, Ask
from tests.people import Cast


@pytest.fixture
def house_log(cast: Cast) -> list[AccessEvent]:
    """Seven batches of unequal size."""
    events: list[AccessEvent] = []
    for batch in range(7):
        events += stories.written(cast, events=batch + 1)
        sealing.seal()
    return events


def altered(file: Path, change: Callable[[Any], object]) -> Path:
    """A copy of a JSON proof with a change."""
    proof = json.loads(file.read_text())
    change(proof)
    other = file.with_name(f"altered-{file.name}")
    other.write_text(json.dumps(proof))
    return other


def test_verifier__imports__only_the_standard_library_and_cryptography() -> None:
    names = set()
    for node in ast.walk(ast.parse(VERIFIER.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.module is not None
            names.add(node.module.split(".")[0])
    assert names - sys.stdlib_module_names == {"cryptography"}


def test_checkpoint__as_the_house_gives_it__holds(house_log: list[AccessEvent], tmp_path: Path, ask: Ask) -> None:
    call_command("audit", "checkpoint", out=tmp_path / "note")
    assert ask("checkpoint", tmp_path / "note")[0]
    note = (tmp_path / "note").read_text()
    assert note == Checkpoint.objects.order_by("-size")[0].note
    origin, size, *rest = note.split("\n")
    for wrong in ([origin + "0", size, *rest], [origin, size + "0", *rest], [origin, size, "A" + rest[0], *rest[1:]]):
        (tmp_path / "note").write_text("\n".join(wrong))
        holds, said = ask("checkpoint", tmp_path / "note")
        assert not holds
        assert "DOES NOT HOLD" in said


def test_checkpoint__signed_by_somebody_else__does_not_hold(
    house_log: list[AccessEvent], tmp_path: Path, ask: Ask, settings: Any
) -> None:
    note = Checkpoint.objects.order_by("-size")[0].note
    (tmp_path / "note").write_text(note)
    stranger = tmp_path / "stranger.key"
    name = notes.origin()
    public = bytes(range(32))
    key = f"{name}+{notes.key_id(name, public).hex()}+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
    stranger.write_text(key)
    assert not ask("checkpoint", tmp_path / "note", "--key", str(stranger))[0]


def test_inclusion__of_every_event_and_of_history__holds(
    house_log: list[AccessEvent], tmp_path: Path, ask: Ask
) -> None:
    row = Organisation.history.order_by("history_id").first()
    assert row is not None
    for event in random.Random(1).sample(house_log, 5):
        call_command("audit", "prove", str(event.uid), out=tmp_path / "proof.json")
        holds, said = ask("inclusion", tmp_path / "proof.json")
        assert holds, said
        assert "case_detail" in said
    call_command("audit", "prove", f"{row._meta.db_table}/{row.pk}", out=tmp_path / "proof.json")
    holds, said = ask("inclusion", tmp_path / "proof.json")
    assert holds, said


def test_inclusion__altered__does_not_hold(house_log: list[AccessEvent], tmp_path: Path, ask: Ask) -> None:
    proof = tmp_path / "proof.json"
    call_command("audit", "prove", str(house_log[9].uid), out=proof)
    text = json.loads(proof.read_text())["slots"][0]["text"]
    changes: list[Callable[[Any], object]] = [
        lambda p: p["slots"][0].update(text=text.replace("case_detail", "case_list")),
        lambda p: p.update(id=p["id"] + 1),
        lambda p: p.update(salt="00" * 16),
        lambda p: p.update(index=p["index"] + 1),
        lambda p: p["path"].pop(),
        lambda p: p["path"].append("00" * 32),
        lambda p: p["path"].__setitem__(0, "00" * 32),
        lambda p: p.update(hash="00" * 32),
        lambda p: p.update(form=p["form"].replace('"page"', '"seite"')),
        lambda p: p["slots"].pop(),
        lambda p: p.update(checkpoint=p["checkpoint"].replace("\n", "\n1", 1)),
        lambda p: p.pop("slots"),
        lambda p: p.update(format="polku-consistency-1"),
    ]
    for number, change in enumerate(changes):
        holds, said = ask("inclusion", altered(proof, change))
        assert not holds, (number, said)


def test_consistency__of_every_earlier_checkpoint__holds(
    house_log: list[AccessEvent], tmp_path: Path, ask: Ask
) -> None:
    for checkpoint in Checkpoint.objects.all():
        (tmp_path / "old").write_text(checkpoint.note)
        call_command("audit", "prove", since=tmp_path / "old", out=tmp_path / "growth.json")
        holds, said = ask("consistency", tmp_path / "growth.json")
        assert holds, said
    assert Checkpoint.objects.count() == 7


def test_consistency__altered__does_not_hold(house_log: list[AccessEvent], tmp_path: Path, ask: Ask) -> None:
    growth = tmp_path / "growth.json"
    one, two = Checkpoint.objects.order_by("size")[2:4]
    (tmp_path / "old").write_text(one.note)
    call_command("audit", "prove", since=tmp_path / "old", out=growth)
    for change in (
        lambda p: p["path"].pop(),
        lambda p: p["path"].append("00" * 32),
        lambda p: p["path"].__setitem__(0, "00" * 32),
        lambda p: p.update(old=two.note),
        lambda p: p.update(old=p["new"], new=p["old"]),
    ):
        assert not ask("consistency", altered(growth, change))[0]


def test_export__of_the_whole_log__holds_and_altered_does_not(
    house_log: list[AccessEvent], tmp_path: Path, ask: Ask
) -> None:
    kept = tmp_path / "kept"
    kept.write_text(Checkpoint.objects.order_by("size")[3].note)
    call_command("audit", "export", out=tmp_path / "log.jsonl")
    assert (tmp_path / "log.jsonl").stat().st_mode & 0o777 == 0o600
    holds, said = ask("export", tmp_path / "log.jsonl", "--against", str(kept))
    assert holds, said
    lines = (tmp_path / "log.jsonl").read_text().splitlines()
    first = next(at for at, line in enumerate(lines) if '"index"' in line)
    changed = [at for at, line in enumerate(lines) if "case_detail" in line][5]
    other = tmp_path / "other.jsonl"
    for alter in (
        lambda all_: all_.__setitem__(changed, all_[changed].replace("case_detail", "case_list")),
        lambda all_: all_.pop(changed),
        lambda all_: all_.insert(changed, all_[changed]),
        lambda all_: all_.pop(),
        lambda all_: all_.__setitem__(slice(first, first + 2), [all_[first + 1], all_[first]]),
    ):
        copy = [*lines]
        alter(copy)
        other.write_text("\n".join(copy) + "\n")
        holds, said = ask("export", other)
        assert not holds, said


def test_export__of_a_log_written_anew__does_not_hold_against_what_was_kept(
    house_log: list[AccessEvent], tmp_path: Path, ask: Ask
) -> None:
    (tmp_path / "kept").write_text(Checkpoint.objects.order_by("size")[3].note)
    stories.altered("DELETE FROM consent_auditleaf")
    stories.altered("DELETE FROM consent_checkpoint")
    stories.altered("UPDATE consent_accessevent SET page = 'other'")
    sealing.seal()
    call_command("audit", "export", out=tmp_path / "log.jsonl")
    assert ask("export", tmp_path / "log.jsonl")[0]
    assert not ask("export", tmp_path / "log.jsonl", "--against", str(tmp_path / "kept"))[0]


def test_prove__nothing_there__says_why(cast: Cast, tmp_path: Path) -> None:
    out = tmp_path / "x"
    (event,) = stories.written(cast, events=1)
    for arguments in ([str(event.uid)], ["no-uid"], ["consent_accessevent/x"]):
        with pytest.raises(CommandError):
            call_command("audit", "prove", *arguments, out=out)
    sealing.seal()
    (later,) = stories.written(cast, events=1)
    with pytest.raises(CommandError, match="not sealed yet"):
        call_command("audit", "prove", str(later.uid), out=out)
    with pytest.raises(CommandError):
        call_command("audit", "prove", out=out)
    assert not out.exists()
