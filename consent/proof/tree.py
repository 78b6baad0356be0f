"""Merkle trees as RFC 6962 §2.1 and RFC 9162 §2.1 define them: roots, inclusion and consistency proofs.

Leaves come as an iterable of 32-byte hashes and are read once; nothing holds more than one hash a level.
"""

import hashlib
from collections.abc import Callable, Iterable

Subtree = Callable[[int, int], bytes]  # the root of the leaves from a to b, b not included

SIZE = 32
EMPTY = hashlib.sha256().digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf's data."""
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return hashlib.sha256(b"\1" + left + right).digest()


class Frontier:
    """The right edge of a growing tree: the roots of its complete subtrees, largest first."""

    def __init__(self, size: int = 0, stored: bytes = b"") -> None:
        """Go on from what `stored` gave. Raises ValueError when it does not fit the size."""
        self.size = size
        self._roots = [stored[at : at + SIZE] for at in range(0, len(stored), SIZE)]
        if len(self._roots) != size.bit_count() or len(stored) % SIZE:
            raise ValueError("the frontier does not fit the size of its tree")

    def add(self, leaf: bytes) -> None:
        """One more leaf to the right."""
        roots, sha256, carried = self._roots, hashlib.sha256, self.size
        while carried & 1:
            leaf = sha256(b"\1" + roots.pop() + leaf).digest()
            carried >>= 1
        roots.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The root of all leaves so far."""
        if not self._roots:
            return EMPTY
        *others, root = self._roots
        for left in reversed(others):
            root = node_hash(left, root)
        return root

    def stored(self) -> bytes:
        """The frontier as bytes."""
        return b"".join(self._roots)


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root of a whole tree."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf)
    return frontier.root()


def _split(size: int) -> int:
    """The largest power of two below the size."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """The audit path of a leaf in the tree of a size (RFC 9162 §2.1.3.1), from the leaf upwards.

    Raises ValueError when the tree has no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError("no such leaf in this tree")
    path, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(subtree(middle, end))
            end = middle
        else:
            path.append(subtree(start, middle))
            start = middle
    return path[::-1]


def consistency(old: int, size: int, subtree: Subtree) -> list[bytes]:
    """What shows that the tree of the old size is a beginning of the other (RFC 9162 §2.1.4.1).

    Raises ValueError unless 0 < old <= size.
    """
    if not 0 < old <= size:
        raise ValueError("an old tree has at least one leaf and is no larger")
    path, start, end, whole = [], 0, size, True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(subtree(middle, end))
            end = middle
        else:
            path.append(subtree(start, middle))
            start, whole = middle, False
    return [*([] if whole else [subtree(start, end)]), *path[::-1]]
