"""Which single packs were put into use, without saying which: a commitment to their codes. Plain Python.

A list of codes in use would serve whoever copies them, so the log says how many, and a Merkle root (RFC 6962) over
HMAC-SHA256(salt, code) of the codes in their order. Whoever holds one pack can be shown that its code is among them
(`proof`), and that nothing was slipped in later; nobody can list the codes from it, whatever their alphabet.
"""

import hmac
import secrets
from collections.abc import Iterable, Sequence

from traceability import log

SALT_BYTES = 32


def new_salt() -> str:
    """A fresh secret, in hexadecimal."""
    return secrets.token_hex(SALT_BYTES)


def commitment(salt: str, codes: Iterable[str]) -> str:
    """What stands in the event, in hexadecimal: the same for the same codes in whatever order."""
    leaves = _leaves(salt, codes)
    return log.root((0, len(leaves)), log.grown(0, leaves, {})).hex()


def proof(salt: str, codes: Iterable[str], code: str) -> tuple[int, list[bytes]]:
    """The place of one code and the proof that the commitment holds it. Raises ValueError for a code that it lacks."""
    leaves = _leaves(salt, codes)
    index, nodes = leaves.index(leaf(salt, code)), log.grown(0, leaves, {})
    return index, [log.root(leaves_beside, nodes) for leaves_beside in log.inclusion(index, len(leaves))]


def leaf(salt: str, code: str) -> bytes:
    return hmac.digest(bytes.fromhex(salt), code.encode(), "sha256")


def _leaves(salt: str, codes: Iterable[str]) -> Sequence[bytes]:
    return [leaf(salt, code) for code in sorted(codes)]
