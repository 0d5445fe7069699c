"""All texts of the scan page as a catalogue to translate: `python -m marketplace.run.scan_texts zh_Hans` (docs/languages.md)."""

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from marketplace.run.messages import as_python, extract_from, is_translated
from marketplace.run.steps import ROOT

TEMPLATES = ("scan.html", "pin.html", "_scan_*.html", "_events.html", "_wrong.html")
MODULES = (
    "marketplace/pages/scan.py",
    "marketplace/pages/scan_page.py",
    "marketplace/pages/scan_pin.py",
    "marketplace/pages/scan_lot.py",
    "traceability/public_items.py",
    "traceability/models/areas.py",
    "traceability/models/lots.py",
    "traceability/models/aliases.py",
)


def texts() -> Iterator[str | tuple[str, str]]:
    """Every message id, plurals as pairs, then the sentences of the table of verdicts."""
    for pattern in TEMPLATES:
        for path in sorted((ROOT / "templates/traceability").glob(pattern)):
            yield from extract_from(as_python(path.read_text(), origin=str(path)))
    for name in MODULES:
        yield from extract_from((ROOT / name).read_bytes())
    yield from sentences()


def sentences() -> Iterator[str]:
    """The Vietnamese of the verdicts."""
    from traceability import verdicts

    yield from (verdicts.ISSUED["vi"], verdicts.ISSUED_ELSEWHERE["vi"])
    for wording in verdicts.WORDINGS.values():
        yield from (wording.word["vi"], wording.sentence["vi"])
    yield from (sentence["vi"] for _state, sentence in verdicts.AT_PACKING.values())


def catalogue(locale: str, known: Catalog | None = None) -> Catalog:
    """The texts with what is translated already."""
    made = Catalog(locale=locale, fuzzy=False, charset="utf-8")
    for text in texts():
        singular = text[0] if isinstance(text, tuple) else text
        found = known.get(singular) if known else None
        made.add(text, found.string if found else None)
    return made


def write(locale: str) -> str:
    path = ROOT / "marketplace/locale" / locale / "LC_MESSAGES/django.po"
    made = catalogue(locale, _known(path, locale))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        write_po(target, made, width=120)
    left = sum(
        not is_translated(made, one.id if isinstance(one.id, str) else one.id[0], None) for one in made if one.id
    )
    return f"{path.relative_to(ROOT)}: {len(made)} texts, {left} to translate"


def _known(path: Path, locale: str) -> Catalog | None:
    if not path.exists():
        return None
    with path.open("rb") as source:
        return read_po(source, locale=locale)


if __name__ == "__main__":
    print(write(sys.argv[1]))
