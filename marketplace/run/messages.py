"""Translations without GNU gettext: `python -m marketplace.run.messages compile | check`.

Message ids are Vietnamese; English stands in marketplace/locale/en. Babel reads Python and .mo files, Django's own
`templatize` turns a template into something that Babel's Python reader understands.
"""

import io
import sys

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from marketplace.run.steps import ROOT

OURS = ("marketplace", "catalogue", "stories", "outlets", "traceability", "search", "templates")
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "ugettext"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}


def compile_all():
    """Write each .po's .mo beside it."""
    for po in sorted(ROOT.glob("*/locale/*/LC_MESSAGES/*.po")):
        with po.open("rb") as source, po.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source, locale=po.parts[-3]))


def used():
    """Yield (message, context, file:line) of every text in our code and templates; a plural gives its singular."""
    for top in OURS:
        for path in sorted((ROOT / top).rglob("*.py")):
            yield from used_in(path, path.read_bytes())
        for path in sorted([*(ROOT / top).rglob("*.html"), *(ROOT / top).rglob("*.txt")]):
            yield from used_in(path, as_python(path.read_text(), origin=str(path)))


def as_python(template, *, origin):
    """A template's texts as lines of Python; what stands around them is blanked out, so its indentation must go."""
    return "\n".join(line.lstrip() for line in templatize(template, origin=origin).splitlines()).encode()


def used_in(path, code):
    for line, message, _comments, context in extract("python", io.BytesIO(code), keywords=KEYWORDS):
        singular = message[0] if isinstance(message, tuple) else message
        if singular:
            yield singular, context, f"{path.relative_to(ROOT)}:{line}"


def extract_from(code, keywords=KEYWORDS):
    """Yield every message id in Python code, a plural as (singular, plural)."""
    for _line, message, _comments, _context in extract("python", io.BytesIO(code), keywords=keywords):
        if isinstance(message, tuple):
            yield message[:2]
        elif message:
            yield message


def is_translated(catalog: Catalog, message, context):
    found = catalog.get(message, context)
    return bool(found and not found.fuzzy and (all(found.string) if found.pluralizable else found.string))


def check():
    """Name every text of ours that has no English."""
    with (ROOT / "marketplace/locale/en/LC_MESSAGES/django.po").open("rb") as source:
        catalog = read_po(source, locale="en")
    missing = {}
    for message, context, place in used():
        if not is_translated(catalog, message, context):
            missing.setdefault((message, context), place)
    for (message, _context), place in missing.items():
        print(f"{place}: no English for {message!r}")
    return f"{len(missing)} texts have no English" if missing else 0


if __name__ == "__main__":
    sys.exit({"compile": compile_all, "check": check}[sys.argv[1]]())
