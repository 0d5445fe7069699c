"""What an exported lot carries besides its events, so that anyone can check it offline. Plain values; knows no Django.

Each event has a link in the lot's chain; the links of all lots are the leaves of one Merkle tree, whose root is
signed once a day. The register signs the list of links too, so that none can be left out. That an event is true none
of this can show: `ocop:authorClass` says on whose word it stands.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from catalogue import seals
from catalogue.canonical import canonical
from traceability import log
from traceability.event_hash import event_hash

FORMAT, ROOT_FORMAT = "cho-ocop/lot-record/1", "cho-ocop/trace-log/1"
TREE = "RFC6962-SHA256"
RECORD = "ocop:record"


MISSHAPEN = (KeyError, TypeError, AttributeError, ValueError, IndexError, OverflowError, RecursionError)


class NotTrue(Exception):
    """The document does not hold what the register recorded. `reason`: shape, unsigned, unknown_key, altered,
    retired_key, undated, event_id, chain, count, root, or not_in_tree; `place`: which event, from 1."""

    def __init__(self, reason: str, place: int | None = None) -> None:
        self.reason, self.place = reason, place
        super().__init__(f"{reason} {place or ''}".strip())


@dataclass(frozen=True)
class Found:
    """What a true document shows. `in_tree`: how many events a signed root of `day` holds; the rest are newer."""

    lot: str
    events: int
    in_tree: int
    day: str
    as_of: datetime


def links_of(events: Iterable[Mapping[str, Any]]) -> list[bytes]:
    """The chain of a lot's events in the order of their recording. Raises ValueError for what is not ours to hold."""
    made = [log.START]
    for event in events:
        made.append(log.link(made[-1], canonical(event)))
    return made[1:]


def day_root(
    register: str, day: str, as_of: str, size: int, root: bytes, *, before: Mapping[str, Any], proof: Sequence[bytes]
) -> dict[str, Any]:
    """One day's root, to be signed: the tree of `size` links, and the proof that it begins with the tree of the
    last published day (`before`: its day, size and root; empty for the first)."""
    return {
        "format": ROOT_FORMAT,
        "register": register,
        "day": day,
        "as_of": as_of,
        "tree": TREE,
        "size": size,
        "root": root.hex(),
        "before": dict(before) or None,
        "consistency": [one.hex() for one in proof],
    }


def statement(
    register: str,
    lot: str,
    as_of: str,
    links: Sequence[bytes],
    *,
    proofs: Sequence[Mapping[str, Any] | None],
    root: Mapping[str, Any] | None,
    **facts: Any,
) -> dict[str, Any]:
    """The register's word on a lot, to be signed. `proofs`: for each link {"index", "path"} in the tree of the signed
    `root`, None for a link that is newer."""
    named = {"format": FORMAT, "register": register, "lot": lot, "as_of": as_of, **facts}
    return {**named, "links": [one.hex() for one in links], "proofs": list(proofs), "root": root}


def verify(
    document: Any, keys: Sequence[seals.PublicKey], now: datetime, root: Mapping[str, Any] | None = None
) -> Found:
    """Check an exported lot. `root`: the day's root as published, got by another way than the document.

    Raises NotTrue.
    """
    try:
        events, said = document["epcisBody"]["eventList"], document[RECORD]
        context = document["@context"]
        as_of = _signed(said, keys, now)
        links = _chain(events, context, said["links"])
        held = said["root"]
        if root and (not held or any(held[name] != root[name] for name in ("day", "size", "root"))):
            raise NotTrue("root")
        in_tree = _in_tree(links, said["proofs"], held, keys, now)
    except MISSHAPEN as wrong:
        raise NotTrue("shape") from wrong
    return Found(said["lot"], len(events), in_tree, held["day"] if held else "", as_of)


def verify_root(root: Any, keys: Sequence[seals.PublicKey], now: datetime) -> datetime:
    """Check one day's root: its signature, and that it holds the tree of the day before. Raises NotTrue."""
    said = _signed(root, keys, now)
    try:
        before, proof = root["before"], [bytes.fromhex(one) for one in root["consistency"]]
        old, top = (before["size"], bytes.fromhex(before["root"])) if before else (0, log.EMPTY_ROOT)
        if not log.extends(top, old, bytes.fromhex(root["root"]), root["size"], proof):
            raise NotTrue("root")
    except MISSHAPEN as wrong:
        raise NotTrue("shape") from wrong
    return said


def _signed(said: Any, keys: Sequence[seals.PublicKey], now: datetime) -> datetime:
    try:
        return seals.check(said, keys, now)
    except seals.NotValid as wrong:
        raise NotTrue(wrong.reason) from wrong


def _chain(events: Sequence[Mapping[str, Any]], context: Any, said: Sequence[str]) -> list[bytes]:
    """The links, each as the register signed it."""
    if len(events) != len(said):
        raise NotTrue("count")
    for place, event in enumerate(events, start=1):
        if event["eventID"] != event_hash(event, context):
            raise NotTrue("event_id", place)
    links = links_of(events)
    for place, (made, signed) in enumerate(zip(links, said, strict=True), start=1):
        if made.hex() != signed:
            raise NotTrue("chain", place)
    return links


def _in_tree(
    links: Sequence[bytes],
    proofs: Sequence[Mapping[str, Any] | None],
    root: Mapping[str, Any] | None,
    keys: Sequence[seals.PublicKey],
    now: datetime,
) -> int:
    if len(proofs) != len(links):
        raise NotTrue("count")
    if root:
        verify_root(root, keys, now)
    for place, (one, proof) in enumerate(zip(links, proofs, strict=True), start=1):
        if proof and not (root and _holds(root, one, proof)):
            raise NotTrue("not_in_tree", place)
    return sum(proof is not None for proof in proofs)


def _holds(root: Mapping[str, Any], one: bytes, proof: Mapping[str, Any]) -> bool:
    path = [bytes.fromhex(beside) for beside in proof["path"]]
    return log.includes(bytes.fromhex(root["root"]), root["size"], proof["index"], one, path)
