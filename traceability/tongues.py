"""The languages of the scan page: Vietnamese, English, and each other one whose texts were translated and compiled.

A language is taken in by putting its catalogue into the locale folder (docs/languages.md); nothing here names it.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from unicodedata import normalize

from django.conf import settings
from django.utils.translation import get_language_info, to_language

WRITTEN = ("vi", "en")  # their sentences stand side by side in the code


@cache
def offered() -> tuple[str, ...]:
    """Tags as Django writes them ("zh-hans"), Vietnamese first."""
    catalogues = (found for folder in settings.LOCALE_PATHS for found in Path(folder).glob("*/LC_MESSAGES/django.mo"))
    found = {to_language(catalogue.parts[-3]) for catalogue in catalogues}
    return (*WRITTEN, *sorted(found - set(WRITTEN)))


@cache
def others(tag: str) -> tuple[tuple[str, str], ...]:
    """The languages a reader of this one may change to: (tag, its name in itself)."""
    return tuple((other, name(other)) for other in offered() if other != tag)


def name(tag: str) -> str:
    """中文, 한국어, …; the tag of one that Django does not know."""
    try:
        return normalize("NFC", get_language_info(tag)["name_local"])
    except KeyError:
        return tag


def best(wanted: Iterable[str | None]) -> str:
    """The first wanted language that is offered, else one of the same family ("zh" and "zh-CN" take "zh-hans"),
    else Vietnamese."""
    return next((tag for text in wanted if text and (tag := _nearest(text.lower()))), WRITTEN[0])


def _nearest(wanted: str) -> str | None:
    if wanted in offered():
        return wanted
    family = wanted.partition("-")[0]
    return next((tag for tag in offered() if tag.partition("-")[0] == family), None)


def of_site(tag: str) -> str:
    """The language of the pages that this one may link to: the site itself speaks fewer."""
    return tag if tag in dict(settings.LANGUAGES) else "en"
