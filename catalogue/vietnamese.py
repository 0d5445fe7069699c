"""Vietnamese writing: folding of diacritics, slugs, and the order of the alphabet."""

import re
import unicodedata
from functools import lru_cache

_D = str.maketrans("đĐ", "dD")
_ALPHABET = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: f"{rank:02}" for rank, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # huyền hỏi ngã sắc nặng
_MODIFIERS = {("a", "\u0306"): "ă", ("a", "\u0302"): "â", ("e", "\u0302"): "ê", ("o", "\u0302"): "ô"} | {
    ("o", "\u031b"): "ơ",
    ("u", "\u031b"): "ư",
}


def fold(text: str) -> str:
    """Lower case without any diacritic: "Kẹo dừa Bến Tre" -> "keo dua ben tre"; đ becomes d.

    Composed (NFC) and decomposed (NFD) spellings give the same result. Length may change; spaces are kept.
    """
    known = unicodedata.normalize("NFC", text).translate(_BARE)
    return known.casefold() if known.isascii() else _fold_any(text)


def _fold_any(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text).translate(_D)
    bare = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return unicodedata.normalize("NFC", bare).casefold()


_BARE = {ord(letter): _fold_any(letter) for letter in map(chr, range(0xC0, 0x1EFA)) if _fold_any(letter).isascii()}


def slugify(text: str, max_length: int = 80) -> str:
    """A slug of a-z, 0-9 and single dashes, cut at a dash: "Mật ong rừng U Minh" -> "mat-ong-rung-u-minh"."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    if len(slug) <= max_length:
        return slug
    whole_words = slug[: max_length + 1].rpartition("-")[0]
    return whole_words or slug[:max_length]


def spelling_key(text: str) -> str:
    """The same for spellings of one name: case, spaces, punctuation and the place of the tone mark do not count
    ("Hoà Bình", "hòa  bình"); letters and tones do ("Phụ" is not "Phú").
    """
    words = re.findall(r"[\w%]+", unicodedata.normalize("NFC", text).casefold())
    return " ".join(map(_tone_last, words))


@lru_cache(maxsize=4096)  # syllables are few, names many
def _tone_last(word: str) -> str:
    marks = unicodedata.normalize("NFD", word)
    return "".join(mark for mark in marks if mark not in _TONES) + "".join(m for m in marks if m in _TONES)


def sort_key(text: str) -> tuple[tuple[str, str], ...]:
    """Key that sorts as a Vietnamese dictionary does: syllable by syllable, letters (a ă â b c d đ …) before tones.

    Tones follow as ngang, huyền, hỏi, ngã, sắc, nặng.
    """
    return tuple(_syllable_key(word) for word in re.findall(r"\w+", unicodedata.normalize("NFC", text).lower()))


def sort_text(text: str) -> str:
    """As sort_key, in one string: to be kept for many names."""
    return " ".join(f"{letters} {tone}" for letters, tone in sort_key(text))


@lru_cache(maxsize=4096)
def _syllable_key(word: str) -> tuple[str, str]:
    letters: list[str] = []
    tone = "0"
    for mark in unicodedata.normalize("NFD", word):
        if mark in _TONES:
            tone = _TONES[mark]
        elif letters and (letters[-1], mark) in _MODIFIERS:
            letters[-1] = _MODIFIERS[letters[-1], mark]
        else:
            letters.append(mark)
    return "".join(_RANK.get(letter, "99") for letter in letters), tone
