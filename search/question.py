"""From what a visitor typed to what is asked of an index, step by step until something is found.

Pure. A *reading* is one way to understand the question: words that an entry must hold. Readings with
synonyms weigh less than the one that was typed. `steps` gives the readings of each attempt, strict ones
first; whoever asks stops at the first step that finds anything, **before** any filter is applied, so
that the filters of a page never change what its words mean.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from math import ceil

from search import spelling, synonyms
from search.text import clean, fold, is_marked

MOST_CHARACTERS = 100
MOST_WORDS = 8
STARS = re.compile(r"\b(?:hạng )?([1-5]) (?:sao|star|stars)\b|\b([1-5])(?:sao|star|stars)\b")
SAID_ANYWAY = re.compile(r"\b(?:ocop|đặc sản|dac san|sản phẩm|san pham)\b")
SYNONYM_WEIGHT = 0.7
FOLDED_WEIGHT = 0.9
SHARE_NEEDED = 0.6  # of the words, once all of them together found nothing


@dataclass(frozen=True)
class Word:
    """One place in a reading and the spellings that may fill it."""

    spellings: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """An entry must hold `needed` of `words`. `phrase` is the folded text that a title may hold whole."""

    words: tuple[Word, ...]
    needed: int
    weight: float = 1.0
    phrase: str = ""

    def combinations(self) -> Iterator[tuple[Word, ...]]:
        """The sets of words of which one must be held entirely."""
        return combinations(self.words, self.needed)


@dataclass(frozen=True)
class Question:
    """What was asked: `words` as cleaned text, `stars` when the text named a class ("ocop 5 sao")."""

    words: str = ""
    stars: int | None = None
    typed: str = field(default="", compare=False)

    def __bool__(self) -> bool:
        return bool(self.words or self.stars)


def parse(typed: str) -> Question:
    """Understand what stands in the search box. Never raises; too long a text is cut."""
    text = clean(typed[:MOST_CHARACTERS])
    stars = STARS.search(text)
    text = STARS.sub(" ", text)
    kept = SAID_ANYWAY.sub(" ", text).split() or text.split()
    return Question(
        words=" ".join(kept[:MOST_WORDS]),
        stars=int(stars[1] or stars[2]) if stars else None,
        typed=typed.strip()[:MOST_CHARACTERS],
    )


def steps(question: Question, vocabulary: Mapping[str, int]) -> Iterator[tuple[Reading, ...]]:
    """The attempts in order: as typed, without marks, other spellings, wider places, most of the words."""
    text = question.words
    if not text:
        return
    yield _with_synonyms(text, _as_typed)
    yield _with_synonyms(text, _folded)
    yield tuple(_spelled(reading, vocabulary) for reading in _with_synonyms(text, _folded))
    yield tuple(_reading(wide, _folded, SYNONYM_WEIGHT) for wide in synonyms.wider(text))
    yield _most_words(_spelled(_reading(text, _folded), vocabulary))


def correction(question: Question, vocabulary: Mapping[str, int]) -> str:
    """The question with each unknown word replaced by its likeliest one; "" when nothing is to correct."""
    typed = fold(question.words).split()
    meant = [_likeliest(word, vocabulary) for word in typed]
    return "" if meant == typed or None in meant else " ".join(meant)


def _likeliest(word: str, vocabulary: Mapping[str, int]) -> str | None:
    if word in vocabulary or word.isdigit():
        return word
    return next(iter(spelling.candidates(word, vocabulary)), None)


def _with_synonyms(text: str, word) -> tuple[Reading, ...]:
    rewritten = (_reading(other, word, SYNONYM_WEIGHT) for other in synonyms.rewrites(text))
    return (_reading(text, word), *rewritten)


def _reading(text: str, word, weight: float = 1.0) -> Reading:
    places = tuple(word(part) for part in text.split())
    return Reading(words=places, needed=len(places), weight=weight, phrase=fold(text))


def _as_typed(part: str) -> Word:
    return Word((part,))


def _folded(part: str) -> Word:
    return Word((part, fold(part))) if is_marked(part) else Word((part,))


def _spelled(reading: Reading, vocabulary: Mapping[str, int]) -> Reading:
    return replace(reading, words=tuple(_word_spelled(word, vocabulary) for word in reading.words))


def _word_spelled(word: Word, vocabulary: Mapping[str, int]) -> Word:
    plain = word.spellings[-1]
    if plain in vocabulary:
        return word
    return Word((*word.spellings, *spelling.candidates(plain, vocabulary)))


def _most_words(reading: Reading) -> tuple[Reading, ...]:
    """Two words are both needed: half a question is another question ("iphone 15")."""
    needed = max(2, ceil(len(reading.words) * SHARE_NEEDED))
    return (replace(reading, needed=needed, weight=FOLDED_WEIGHT),) if needed < len(reading.words) else ()
