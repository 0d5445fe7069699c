"""One way to write a JSON value as bytes, so that two who hold the same facts sign and check the same bytes.

Source: RFC 8785 (JSON Canonicalization Scheme), without its fractional numbers: a document of ours has none.
"""

import json
from typing import Any

LARGEST = 2**53 - 1  # beyond it JSON readers disagree


def canonical(value: Any) -> bytes:
    """UTF-8 without spaces, members in the order of their names' UTF-16 code units.

    Raises ValueError for fractions, integers beyond 2^53 - 1, lone surrogates and what JSON does not know.
    """
    return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":")).encode()


def parse(text: bytes | str) -> Any:
    """The value of a JSON text. Raises ValueError also for a name given twice: readers would disagree on it."""
    return json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _ordered(value[name]) for name in sorted(value, key=_utf16)}
    if isinstance(value, list | tuple):
        return [_ordered(one) for one in value]
    if value is None or isinstance(value, bool | str) or (isinstance(value, int) and abs(value) <= LARGEST):
        return value
    raise ValueError(f"a signed document holds no {value!r}")


def _utf16(name: str) -> bytes:
    if not isinstance(name, str):
        raise ValueError(f"a member is named by a string, not {name!r}")
    return name.encode("utf-16-be")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(found := dict(pairs)) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
