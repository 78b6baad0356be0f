# ruff: noqa: INP001  (one file, no package)
"""Checks what Polku's log claims, without Polku: Python's standard library and `cryptography`, nothing else.

    python3 verify.py checkpoint NOTE --key KEY
    python3 verify.py inclusion PROOF --key KEY
    python3 verify.py consistency PROOF --key KEY
    python3 verify.py export LINES --key KEY [--against NOTE]

KEY is a C2SP verifier key as `audit key` prints it (name+id+base64), or a file of such lines. Exits with 0 and says
what holds, or with 1 and says what does not. README.md describes the formats.
"""

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

DASH = "\u2014 "
ABSENT = bytes(32)


class Wrong(Exception):
    """What does not hold."""


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right)


# Notes


def read_keys(word: str) -> dict[tuple[str, bytes], Ed25519PublicKey]:
    """Keys by name and id."""
    path = Path(word)
    lines = path.read_text(encoding="utf-8").split() if "+" not in word or path.exists() else [word]
    keys = {}
    for line in lines:
        name, key_id, encoded = line.split("+", 2)
        raw = base64.b64decode(encoded, validate=True)
        if raw[:1] != b"\x01" or len(raw) != 33:
            raise Wrong("not an Ed25519 verifier key")
        if sha256(name.encode() + b"\n" + raw)[:4].hex() != key_id:
            raise Wrong("the key's id is not its own")
        keys[name, bytes.fromhex(key_id)] = Ed25519PublicKey.from_public_bytes(raw[1:])
    return keys


def open_note(note: str, keys: dict[tuple[str, bytes], Ed25519PublicKey]) -> tuple[str, int, bytes]:
    """Origin, size and root of a checkpoint that one of the keys signed."""
    text, found, signatures = note.rpartition("\n\n")
    text += "\n"
    lines = text.split("\n")
    if not found or len(lines) < 4:
        raise Wrong("not a checkpoint")
    if not any(_signed(line, text, lines[0], keys) for line in signatures.splitlines()):
        raise Wrong("no signature by these keys holds")
    size, root = lines[1], base64.b64decode(lines[2], validate=True)
    if not size.isdecimal() or str(int(size)) != size or len(root) != 32:
        raise Wrong("not a checkpoint")
    return lines[0], int(size), root


def _signed(line: str, text: str, origin: str, keys: dict[tuple[str, bytes], Ed25519PublicKey]) -> bool:
    if not line.startswith(DASH):
        return False
    name, _, encoded = line.removeprefix(DASH).rpartition(" ")
    try:
        raw = base64.b64decode(encoded, validate=True)
        keys[name, raw[:4]].verify(raw[4:], text.encode())
    except (ValueError, KeyError, InvalidSignature):
        return False
    return name == origin


# Trees (RFC 9162 sections 2.1.3.2 and 2.1.4.2)


def root_from_inclusion(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    if not 0 <= index < size:
        raise Wrong("no such leaf in this tree")
    at, last, root = index, size - 1, leaf
    for step in path:
        if last == 0:
            raise Wrong("the path is too long")
        if at & 1 or at == last:
            root = node(step, root)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            root = node(root, step)
        at, last = at >> 1, last >> 1
    if last:
        raise Wrong("the path is too short")
    return root


def check_consistency(old: int, old_root: bytes, new: int, new_root: bytes, path: list[bytes]) -> None:
    if not 0 < old <= new:
        raise Wrong("the old tree is not a smaller one")
    if old == new:
        if path or old_root != new_root:
            raise Wrong("two trees of one size differ")
        return
    steps = [old_root, *path] if old & (old - 1) == 0 else path
    if not steps:
        raise Wrong("the path is too short")
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    if climb(steps, at, last) != (old_root, new_root):
        raise Wrong("the later log does not begin with the earlier one")


def climb(steps: list[bytes], at: int, last: int) -> tuple[bytes, bytes]:
    """The roots of the smaller and the larger tree that the steps lead to."""
    small = large = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise Wrong("the path is too long")
        if at & 1 or at == last:
            small, large = node(step, small), node(step, large)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            large = node(large, step)
        at, last = at >> 1, last >> 1
    if last:
        raise Wrong("the path is too short")
    return small, large


# Leaves


def leaf_of(form: str, line: dict[str, Any]) -> bytes:
    """The leaf hash of a row, from what is shown of it."""
    slots = json.loads(form)["slots"]
    shown, salt = line["slots"], bytes.fromhex(line["salt"])
    if len(shown) != len(slots):
        raise Wrong("the row does not have the slots of its form")
    parted = len(salt) == 1 + 16 * len(slots) and salt[:1] == b"\x01"
    salts = salt[1:] if parted else hashlib.shake_128(salt).digest(16 * len(slots))
    data = sha256(form.encode()) + int(line["id"]).to_bytes(8, "big", signed=True)
    for at, ((name, _columns), slot) in enumerate(zip(slots, shown, strict=True)):
        data += commitment(salts[16 * at : 16 * at + 16], name, slot)
    return sha256(b"\x00" + data)


def commitment(salt: bytes, name: str, slot: dict[str, str] | None) -> bytes:
    if slot is None:
        return ABSENT
    if "replaced" in slot:  # an erasure took the value; what it was committed to stays
        return bytes.fromhex(slot["replaced"])
    value = slot["text"].encode() if "text" in slot else bytes.fromhex(slot["hex"])
    return sha256(salt + name.encode() + b"\x00" + value)


# What can be asked


def checkpoint(options: argparse.Namespace) -> str:
    origin, size, root = open_note(options.file.read_text(encoding="utf-8"), options.keys)
    return f"{origin}: {size} events, root {root.hex()}"


def inclusion(options: argparse.Namespace) -> str:
    proof = json.loads(options.file.read_text(encoding="utf-8"))
    expect(proof, "polku-inclusion-1")
    origin, size, root = open_note(proof["checkpoint"], options.keys)
    if "slots" not in proof:
        raise Wrong("the row is gone; there is nothing to show")
    leaf = leaf_of(proof["form"], proof)
    if leaf.hex() != proof["hash"]:
        raise Wrong("the row is not what was sealed")
    if root_from_inclusion(leaf, proof["index"], size, [bytes.fromhex(step) for step in proof["path"]]) != root:
        raise Wrong("the log does not contain the row")
    shown = "\n".join(in_words(proof))
    return f"{origin}: event {proof['index']} of {size}\n{shown}"


def in_words(proof: dict[str, Any]) -> Iterator[str]:
    for (name, columns), slot in zip(json.loads(proof["form"])["slots"], proof["slots"], strict=True):
        if slot is None:
            continue
        if "text" in slot and len(columns) > 1:
            for column, value in zip(columns, json.loads(slot["text"]), strict=True):
                yield f"  {column}: {value}"
        else:
            yield f"  {name}: {slot.get('text') or ('erased' if 'replaced' in slot else 'sealed')}"


def consistency(options: argparse.Namespace) -> str:
    proof = json.loads(options.file.read_text(encoding="utf-8"))
    expect(proof, "polku-consistency-1")
    old, new = (open_note(proof[which], options.keys) for which in ("old", "new"))
    if old[0] != new[0]:
        raise Wrong("two different logs")
    check_consistency(old[1], old[2], new[1], new[2], [bytes.fromhex(step) for step in proof["path"]])
    return f"{new[0]}: the log of {new[1]} events begins with that of {old[1]}"


def expect(proof: dict[str, Any], wanted: str) -> None:
    if proof.get("format") != wanted:
        raise Wrong(f"this is not a {wanted} file")


class Tree:
    """A tree that grows to the right."""

    def __init__(self) -> None:
        self.size, self.roots = 0, []  # type: tuple[int, list[bytes]]

    def add(self, leaf: bytes) -> None:
        size = self.size
        while size & 1:
            leaf, size = node(self.roots.pop(), leaf), size >> 1
        self.roots.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        *left, root = self.roots or [sha256(b"")]
        for each in reversed(left):
            root = node(each, root)
        return root


def export(options: argparse.Namespace) -> str:
    """Every leaf of a whole log from its row, every checkpoint on the way, and one that was kept elsewhere."""
    with options.file.open(encoding="utf-8") as file:
        lines = (json.loads(line) for line in file)
        head = next(lines, {})
        expect(head, "polku-export-1")
        forms: dict[int, str] = {}
        wanted: dict[int, bytes] = {}
        tree, gone = Tree(), 0
        if options.against:
            remember(wanted, open_note(options.against.read_text(encoding="utf-8"), options.keys), head["origin"])
        for line in lines:
            if "text" in line:
                forms[line["form"]] = line["text"]
            elif "checkpoint" in line:
                remember(wanted, open_note(line["checkpoint"], options.keys), head["origin"])
            else:
                gone += add(tree, forms, line)
                meet(tree, wanted)
    if wanted or tree.size != head["size"]:
        raise Wrong(f"the export ends at event {tree.size}, before {max(wanted, default=head['size'])}")
    return f"{head['origin']}: {tree.size} events, all as they were sealed, {gone} rows gone"


def remember(wanted: dict[int, bytes], said: tuple[str, int, bytes], origin: str) -> None:
    name, size, root = said
    if name != origin or wanted.get(size, root) != root:
        raise Wrong(f"checkpoints of {size} events contradict each other")
    wanted[size] = root


def add(tree: Tree, forms: dict[int, str], line: dict[str, Any]) -> bool:
    """Take one leaf; whether its row is gone."""
    if line["index"] != tree.size:
        raise Wrong(f"event {tree.size} is missing")
    leaf = bytes.fromhex(line["hash"])
    if "slots" in line and leaf_of(forms[line["form"]], line) != leaf:
        raise Wrong(
            f"event {tree.size} is not what was sealed: {json.loads(forms[line['form']])['table']} {line['id']}"
        )
    tree.add(leaf)
    return "slots" not in line


def meet(tree: Tree, wanted: dict[int, bytes]) -> None:
    """Compare with the checkpoint of this size, if there is one."""
    root = wanted.pop(tree.size, None)
    if root is not None and root != tree.root():
        raise Wrong(f"the first {tree.size} events are not those of the checkpoint")


def main() -> int:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["checkpoint", "inclusion", "consistency", "export"])
    parser.add_argument("file", type=Path)
    parser.add_argument("--key", required=True)
    parser.add_argument("--against", type=Path)
    options = parser.parse_args()
    asked = {"checkpoint": checkpoint, "inclusion": inclusion, "consistency": consistency, "export": export}
    try:
        options.keys = read_keys(options.key)
        said = asked[options.what](options)
    except Wrong as wrong:
        said, code = f"DOES NOT HOLD: {wrong}", 1
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError) as fault:
        said, code = f"DOES NOT HOLD: cannot be read ({type(fault).__name__})", 1
    else:
        code = 0
    sys.stdout.write(f"{said}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
