"""The products of a decision as an officer types, pastes or picks them, and which product each of them means."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from catalogue.vietnamese import fold
from marketplace.accounts.models import User
from marketplace.cms import scope
from marketplace.cms.words import folded
from marketplace.sent import number_in

MOST_ROWS = 100  # of one form; Django takes 1,000 fields
FIELDS = (
    "product",
    "name",
    "owner",
    "stars",
    "number",
    "name_as_printed",
    "producer_as_printed",
    "product_code",
    "replaces",
)
PASTED = ("name", "owner", "stars", "number", "name_as_printed", "product_code")
HEADINGS = ("ten san pham", "san pham", "stt", "tt")
MOST_LIKE = 5
ROW = re.compile(r"rows-(\d{1,3})-name")
Typed = dict[str, str]


class Known(NamedTuple):
    """A product of the officer's scope, with its names folded."""

    key: int
    title: str
    owner: str
    folded_title: str
    folded_owner: str

    @property
    def label(self) -> str:
        return f"{self.title} · {self.owner}" if self.owner else self.title


class Names:
    """The products of a scope by name. One query."""

    def __init__(self, user: User) -> None:
        rows = scope.products(user).order_by("title", "pk").values_list("pk", "title", "owner__name")
        known = (Known(key, title, owner or "", folded(title), folded(owner or "")) for key, title, owner in rows)
        self.by_key = {one.key: one for one in known}
        self.by_title = defaultdict(list)
        for one in self.by_key.values():
            self.by_title[one.folded_title].append(one)

    def meant(self, name: str, owner: str) -> list[Known]:
        """Those of exactly that name, whatever its diacritics, and of that owner when one is named."""
        return [one for one in self.by_title.get(_bare(name), ()) if _bare(owner) in one.folded_owner]

    def like(self, name: str) -> list[Known]:
        """A few whose title has all words of the name, or the other way round."""
        words = set(_bare(name).split())
        near = (one for one in self.by_key.values() if words and _nested(words, set(one.folded_title.split())))
        return sorted(near, key=lambda one: len(one.title))[:MOST_LIKE]


def sent_rows(sent: Mapping[str, str]) -> list[Typed]:
    """The rows of the form, without those that were dropped or stand empty."""
    numbers = sorted(int(found[1]) for name in sent if (found := ROW.fullmatch(name)))
    rows = [{field: sent.get(f"rows-{n}-{field}", "").strip() for field in FIELDS} for n in numbers]
    kept = [row for n, row in zip(numbers, rows, strict=True) if not sent.get(f"rows-{n}-drop")]
    return [row for row in kept if row["product"] or row["name"]]


def pasted_rows(text: str) -> list[Typed]:
    """Lines "tên sản phẩm | chủ thể | sao | số giấy | tên như in | mã sản phẩm", parted by tab, | or ;.

    A heading is left out.
    """
    lines = [_cells(line) for line in text.splitlines() if line.strip()]
    if lines and fold(lines[0][0]) in HEADINGS:
        lines = lines[1:]
    return [_row(cells) for cells in lines]


def stars_of(text: str) -> str:
    """ "4", "4 sao", "****", "★★★★" -> "4"; anything else as it stands."""
    digits = re.findall(r"\d+", text)
    marks = text.count("*") + text.count("★")
    return digits[0] if len(digits) == 1 else str(marks) if marks and not digits else text


def picked(product: Known) -> Typed:
    """A row for a product that was chosen by search."""
    return dict.fromkeys(FIELDS, "") | {"product": str(product.key), "name": product.title, "owner": product.owner}


def resolved(rows: Iterable[Typed], names: Names) -> list[Typed]:
    """Each row with its product when there is one meaning, and what is likely printed where nothing was typed."""
    return [_resolved(row, names) for row in rows]


def _resolved(row: Typed, names: Names) -> Typed:
    found = names.by_key.get(number_in(row["product"]))
    if found is None:
        meant = names.meant(row["name"], row["owner"])
        found = meant[0] if len(meant) == 1 else None
    if found is None:
        return row | {"product": ""}
    printed = {"name_as_printed": row["name_as_printed"] or found.title}
    printed["producer_as_printed"] = row["producer_as_printed"] or found.owner
    return row | printed | {"product": str(found.key), "name": found.title, "owner": found.owner}


def _cells(line: str) -> list[str]:
    mark = next((mark for mark in "\t|;" if mark in line), "\t")
    cells = [cell.strip() for cell in line.split(mark)]
    return cells[1:] if len(cells) > 1 and cells[0].rstrip(".").isdecimal() else cells


def _row(cells: list[str]) -> Typed:
    row = dict.fromkeys(FIELDS, "") | dict(zip(PASTED, cells, strict=False))
    return row | {"stars": stars_of(row["stars"])}


def _bare(text: str) -> str:
    return " ".join(fold(text).split())


def _nested(words: set[str], others: set[str]) -> bool:
    return words <= others or others <= words
