"""A log that nobody can rewrite unseen: a hash chain per lot, and over all links one Merkle tree. Plain Python.

Source: RFC 6962 section 2.1; the checks of proofs as RFC 9162 section 2.1 words them. A tree is kept as its perfect
subtrees, `(level, number) -> hash` with the leaves at level 0. These never change, so growing by a leaf, a root and
a proof each need about log2(size) of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

Node = tuple[int, int]  # level, number from the left
Range = tuple[int, int]  # leaves from, up to
START = bytes(32)  # what the first link of a chain follows
EMPTY_ROOT = sha256(b"").digest()


def link(previous: bytes, content: bytes) -> bytes:
    """The next link of a chain (32 bytes): SHA-256 of the link before it and the content's SHA-256."""
    return sha256(previous + sha256(content).digest()).digest()


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def grown(size: int, leaves: Sequence[bytes], nodes: Mapping[Node, bytes]) -> dict[Node, bytes]:
    """The perfect subtrees that are new when `leaves` follow the first `size` ones. `nodes`: at least `edge(size)`."""
    known, new = dict(nodes), {}
    for number, data in enumerate(leaves, start=size):
        at, hashed = (0, number), leaf_hash(data)
        known[at] = new[at] = hashed
        while at[1] % 2:
            hashed = node_hash(known[at[0], at[1] - 1], hashed)
            at = at[0] + 1, at[1] // 2
            known[at] = new[at] = hashed
    return new


def edge(size: int) -> list[Node]:
    """What the root of a tree and its growth need."""
    return cover((0, size))


def cover(leaves: Range) -> list[Node]:
    """The perfect subtrees that hold just these leaves, the largest first; for ranges as the proofs name them."""
    start, stop = leaves
    found = []
    while start < stop:
        level = (stop - start).bit_length() - 1
        found.append((level, start >> level))
        start += 1 << level
    return found


def root(leaves: Range, nodes: Mapping[Node, bytes]) -> bytes:
    """The Merkle tree hash of these leaves. Raises KeyError for a subtree that `nodes` lacks."""
    *rest, smallest = [nodes[node] for node in cover(leaves)] or [EMPTY_ROOT]
    for larger in reversed(rest):
        smallest = node_hash(larger, smallest)
    return smallest


def inclusion(index: int, size: int) -> list[Range]:
    """The subtrees whose roots prove that leaf `index` (from 0) is in the tree of `size`, the nearest first."""
    return _path(index, (0, size))


def consistency(old: int, size: int) -> list[Range]:
    """The subtrees whose roots prove that the tree of `size` begins with the tree of `old` leaves (at least 1)."""
    return _subproof(old, (0, size), whole=True)


def needed(ranges: Iterable[Range]) -> set[Node]:
    """All perfect subtrees that the roots of these ranges are made of."""
    return {node for leaves in ranges for node in cover(leaves)}


def includes(top: bytes, size: int, index: int, data: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the tree with this root and size holds `data` as its leaf `index`."""
    if not 0 <= index < size:
        return False
    here, last, made = index, size - 1, leaf_hash(data)
    for beside in proof:
        if last == 0:
            return False
        if here % 2 or here == last:
            made = node_hash(beside, made)
            here, last = _up_to_odd(here, last)
        else:
            made = node_hash(made, beside)
        here, last = here >> 1, last >> 1
    return last == 0 and made == top


def extends(old_top: bytes, old: int, top: bytes, size: int, proof: Sequence[bytes]) -> bool:
    """Whether the tree of `size` leaves holds, first and unchanged, those of the tree of `old`."""
    if old == 0 or old >= size:
        return not proof and (old == 0 or (old == size and old_top == top))
    path = [old_top, *proof] if old & (old - 1) == 0 else list(proof)
    if not path:
        return False
    here, last = old - 1, size - 1
    while here % 2:
        here, last = here >> 1, last >> 1
    return _climbs(here, last, path) == (old_top, top)


def _climbs(here: int, last: int, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """The two roots that a consistency proof leads to."""
    before = after = path[0]
    for beside in path[1:]:
        if last == 0:
            return None
        if here % 2 or here == last:
            before, after = node_hash(beside, before), node_hash(beside, after)
            here, last = _up_to_odd(here, last)
        else:
            after = node_hash(after, beside)
        here, last = here >> 1, last >> 1
    return (before, after) if last == 0 else None


def _up_to_odd(here: int, last: int) -> tuple[int, int]:
    while here and not here % 2:
        here, last = here >> 1, last >> 1
    return here, last


def _path(index: int, leaves: Range) -> list[Range]:
    start, stop = leaves
    if stop - start == 1:
        return []
    middle = start + _split(stop - start)
    if index < middle:
        return [*_path(index, (start, middle)), (middle, stop)]
    return [*_path(index, (middle, stop)), (start, middle)]


def _subproof(old: int, leaves: Range, *, whole: bool) -> list[Range]:
    start, stop = leaves
    if old == stop:
        return [] if whole else [leaves]
    middle = start + _split(stop - start)
    if old <= middle:
        return [*_subproof(old, (start, middle), whole=whole), (middle, stop)]
    return [*_subproof(old, (middle, stop), whole=False), (start, middle)]


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1
