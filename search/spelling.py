"""Words that a visitor may have meant: slips of the finger, and Telex typed without an input method.

Pure: the vocabulary (folded word -> in how many entries it stands) is an argument.
"""

import re
from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

TELEX_TONE = re.compile(r"(?<=[aeiouy])[sfrxj](?=[a-z]{0,3}$)|[sfrxj]$")
TELEX_MARKS = (("aa", "a"), ("ee", "e"), ("oo", "o"), ("dd", "d"), ("w", ""))
SLIPS_ALLOWED = ((2, 0), (4, 1), (999, 2))  # (up to this many letters, so many slips)
MOST_CANDIDATES = 10


def untelex(word: str) -> str:
    """What a word of raw Telex folds to: "kejo" -> "keo", "duwaf" -> "dua"."""
    for typed, meant in TELEX_MARKS:
        word = word.replace(typed, meant)
    return TELEX_TONE.sub("", word)


def slips_allowed(word: str) -> int:
    return next(slips for letters, slips in SLIPS_ALLOWED if len(word) <= letters)


def candidates(word: str, vocabulary: Mapping[str, int]) -> list[str]:
    """Known words that `word` (folded, itself unknown) may stand for, likeliest first."""
    found = process.extract(
        word,
        vocabulary.keys(),
        scorer=OSA.distance,
        score_cutoff=slips_allowed(word),
        limit=MOST_CANDIDATES * 3,
    )
    ranked = sorted(found, key=lambda hit: (hit[1], hit[0][0] != word[0], -vocabulary[hit[0]], hit[0]))
    near = [hit[0] for hit in ranked if slips_allowed(word)][:MOST_CANDIDATES]
    plain = untelex(word)
    return [plain, *near] if plain != word and plain in vocabulary else near
