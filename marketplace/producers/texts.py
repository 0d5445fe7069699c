"""What a producer writes about a product, made safe to show: no foreign code, and no stars of its own."""

import html
import re

import nh3
from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext as _

ALLOWED = {"p", "br", "strong", "em", "b", "i", "ul", "ol", "li"}
TAG = re.compile(r"</?[a-zA-Z]")
STARS = re.compile(r"\b(?:[1-5]|một|hai|ba|bốn|năm)[\s-]*(?:sao|stars?)\b|\bocop\s*[1-5]\b|[★⭐✪]", re.IGNORECASE)
BREAKS = re.compile(r"</p>|</li>|<br ?/?>")


def clean_description(text: str) -> str:
    """Return harmless HTML: a few tags without attributes; of plain text each line becomes a paragraph."""
    if TAG.search(text):
        return nh3.clean(text, tags=ALLOWED, attributes={}).strip()
    return "".join(f"<p>{escape(line.strip())}</p>" for line in text.splitlines() if line.strip())


def plain(description: str) -> str:
    """The text of a description, one paragraph per line, for editing in a plain field."""
    return html.unescape(nh3.clean(BREAKS.sub("\n", description), tags=set())).strip()


def tells_no_stars(text: str) -> None:
    """Raises ValidationError for a text that names a star class: it would go on saying so when the certificate has
    ended (trust rule 1: the star comes from the certificate only)."""
    if STARS.search(text):
        raise ValidationError(
            _("Không ghi hạng sao ở đây: biển sao tự hiện theo giấy chứng nhận, và tự mất khi giấy hết hiệu lực.")
        )
