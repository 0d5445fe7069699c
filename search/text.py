"""What is done to every text before it is searched, on both sides: the index and the question.

Pure: plain strings in and out. A *word* is a run of letters and digits; a *folded* word has lost its
Vietnamese marks, so that "keo dua" meets "kẹo dừa". Both forms are kept everywhere, because a visitor who
takes the trouble to type "dứa" (pineapple) does not mean "dừa" (coconut).
"""

import re
import unicodedata
from functools import lru_cache

from catalogue.vietnamese import fold

WORD = re.compile(r"[^\W_]+")
# Two ways to place a tone on oa, oe, uy ("hoà", "hòa"): the older form is brought to the newer one.
LATE_TONE = re.compile(r"(?<!q)(o[àáảãạ]|o[èéẻẽẹ]|u[ỳýỷỹỵ])$")


def words(text: str) -> list[str]:
    """The words of `text`: NFC, lower case, tones in their newer place, without punctuation."""
    lowered = unicodedata.normalize("NFC", text).lower()
    return [settle_tone(word) for word in WORD.findall(lowered)]


def clean(text: str) -> str:
    """The words of `text` with one space between them: the form that is indexed as *exact*."""
    return " ".join(words(text))


@lru_cache(maxsize=4096)
def settle_tone(word: str) -> str:
    """Bring "hoá" to "hóa"; other words stay as they are ("quý" has its tone in the only place)."""
    return LATE_TONE.sub(_tone_on_first, word)


def _tone_on_first(match: re.Match[str]) -> str:
    first, toned = list(match[0])
    bare, tone = list(unicodedata.normalize("NFD", toned))
    return unicodedata.normalize("NFC", first + tone) + bare


def is_marked(word: str) -> bool:
    """Whether `word` was typed with at least one Vietnamese mark."""
    return fold(word) != word
