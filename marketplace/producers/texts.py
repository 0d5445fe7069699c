"""What a producer writes about a product, made safe to show."""

import html
import re

import nh3
from django.utils.html import escape

ALLOWED = {"p", "br", "strong", "em", "b", "i", "ul", "ol", "li"}
TAG = re.compile(r"</?[a-zA-Z]")
BREAKS = re.compile(r"</p>|</li>|<br ?/?>")


def clean_description(text: str) -> str:
    """Return harmless HTML: a few tags without attributes; of plain text each line becomes a paragraph."""
    if TAG.search(text):
        return nh3.clean(text, tags=ALLOWED, attributes={}).strip()
    return "".join(f"<p>{escape(line.strip())}</p>" for line in text.splitlines() if line.strip())


def plain(description: str) -> str:
    """The text of a description, one paragraph per line, for editing in a plain field."""
    return html.unescape(nh3.clean(BREAKS.sub("\n", description), tags=set())).strip()
