"""The words of one thing: read from synonyms.toml, offered as other ways to write a question.

Synonyms are rewritten into the question, never given to an engine's synonym filter: engines disagree
about synonyms of several words, and an index would have to be rebuilt for each new word.
"""

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from search.text import clean, fold

SOURCE = Path(__file__).with_name("synonyms.toml")
MOST_REWRITES = 8


@cache
def tables() -> dict:
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))


@cache
def always() -> dict[str, tuple[str, ...]]:
    """Folded words -> what is always asked along with them."""
    table: dict[str, list[str]] = {}
    for group in tables()["same"]["groups"]:
        for word in group:
            _note(table, word, (other for other in group if other != word))
    for source in (tables()["towards"], tables()["english"], tables()["mergers"]):
        for word, others in source.items():
            _note(table, word, others)
    return {word: tuple(others) for word, others in table.items()}


@cache
def upwards() -> dict[str, tuple[str, ...]]:
    """A province of before July 2025 -> today's province that it is part of."""
    table: dict[str, list[str]] = {}
    for today, parts in tables()["mergers"].items():
        for part in parts:
            _note(table, part, (today,))
    return {part: tuple(today) for part, today in table.items()}


@cache
def regions() -> dict[str, tuple[str, ...]]:
    """Folded province -> the regions it is called part of ("miền tây"); indexed with the entry."""
    table: dict[str, list[str]] = {}
    for region, provinces in tables()["regions"].items():
        for province in provinces:
            _note(table, province, (region,))
    return {province: tuple(names) for province, names in table.items()}


def rewrites(text: str) -> list[str]:
    """Other ways to write `text` (cleaned), each with one of its terms replaced."""
    return _unique(_replaced(text, always()), besides=text)


def wider(text: str) -> list[str]:
    """`text` with an old province replaced by today's larger one."""
    return _unique(_replaced(text, upwards()), besides=text)


def _replaced(text: str, table: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Longest terms first, so that "củ sắn" is one thing before "sắn" is."""
    parts = text.split()
    folded = fold(text).split()
    for length in range(len(parts), 0, -1):
        for start in range(len(parts) - length + 1):
            term = " ".join(folded[start : start + length])
            for other in _others(table, term, " ".join(parts[start : start + length])):
                yield " ".join([*parts[:start], other, *parts[start + length :]])


def _others(table: dict[str, tuple[str, ...]], folded: str, typed: str) -> tuple[str, ...]:
    """What stands under `typed`; under its folded form only when it was typed without marks."""
    return table.get(typed, ()) or (table.get(folded, ()) if typed == folded else ())


def _note(table: dict[str, list[str]], word: str, others: Iterable[str]) -> None:
    """Keep under the word and under its folded form: either may be typed."""
    cleaned = [clean(other) for other in others]
    for key in dict.fromkeys((clean(word), fold(clean(word)))):
        table.setdefault(key, []).extend(other for other in cleaned if other not in table.get(key, ()))


def _unique(texts: Iterable[str], *, besides: str) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text != besides][:MOST_REWRITES]
