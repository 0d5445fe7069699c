"""Official lists as provinces publish them, made for a test: title rows, a header, products, a signature."""

import csv
import re
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

from catalogue.models import Place, PlaceAlias, PlaceSuccession
from catalogue.vietnamese import fold
from tests.factories import PlaceFactory

DATA = Path(__file__).parents[2] / "catalogue" / "data"
HEADER = ("STT", "Tên sản phẩm", "Chủ thể", "Địa chỉ", "Tỉnh", "Mã tỉnh", "Bộ sản phẩm", "Hạng sao", "Số quyết định",
          "Ngày quyết định")  # fmt: skip
AT = {name: index for index, name in enumerate(HEADER)}
DECISION = ("1234/QĐ-UBND", date(2025, 6, 19))


def product_row(number, **cells):
    """A good row; `cells` by the header's folded words: star="3 sao"."""
    row = [
        number,
        f"Mật ong số {number}",
        f"HTX Ong {number}",
        "Xã Tiểu Cần",
        "Vĩnh Long",
        "86",
        "QD26-04",
        4,
        *DECISION,
    ]
    names = {"product": 1, "producer": 2, "address": 3, "province": 4, "code": 5, "set": 6, "star": 7, "decision": 8}
    for name, value in cells.items():
        row[{**names, "day": 9}[name]] = value
    return row


def make_provinces() -> list[dict]:
    """All 63 of before and 34 of today, with the succession; the rows of the file that lists them."""
    links = list(csv.DictReader((DATA / "provinces_63_to_34.csv").read_text(encoding="utf-8-sig").splitlines()))
    today = {row["current_code"]: row["current_province"] for row in links}
    new = {code: PlaceFactory(code=code, name=name, slug=f"t-{code}") for code, name in today.items()}
    for row in links:
        old = Place.objects.create(
            system="pre2025", level="province", code=row["legacy_code"], name=row["legacy_province"]
        )
        PlaceSuccession.objects.create(old=old, new=new[row["current_code"]])
    call_provinces()
    return links


def call_provinces() -> None:
    """The other names of provinces that are kept by hand."""
    places = {(place.system, place.code): place for place in Place.objects.filter(level="province")}
    for row in csv.DictReader((DATA / "place_aliases.csv").read_text(encoding="utf-8").splitlines()):
        if row["level"] == "province":
            place, name = places[row["system"], row["code"]], row["name"]
            PlaceAlias.objects.create(place=place, name=name, key=fold(name), source=row["source"])


def workbook(rows, *, titles=(), header=HEADER, tail=()):
    """A workbook with one sheet."""
    book = Workbook()
    for row in (*((title,) for title in titles), header, *rows, *tail):
        book.active.append(list(row))
    return book


def packed(book) -> bytes:
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


SHEET, STRINGS, TYPES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "[Content_Types].xml"
STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(content: bytes, replaced: dict[str, bytes]) -> bytes:
    """The workbook with some of its parts replaced or added."""
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, value in (parts_of(content) | replaced).items():
            archive.writestr(name, value)
    return kept.getvalue()


def with_shared_strings(content: bytes) -> bytes:
    """As Excel itself writes texts: each once, in a part of its own."""
    texts, parts = [], parts_of(content)

    def share(cell):
        texts.append(cell[2])
        return f'<c r="{cell[1]}" t="s"><v>{len(texts) - 1}</v></c>'

    inline = r'<c r="(\w+)" t="inlineStr"><is><t>([^<]*)</t></is></c>'
    sheet = re.sub(inline, share, parts[SHEET].decode())
    strings = f'<sst xmlns="{NAMESPACE}">{"".join(f"<si><t>{text}</t></si>" for text in texts)}</sst>'
    override = f'<Override PartName="/{STRINGS}" ContentType="{STRINGS_TYPE}"/></Types>'
    types = parts[TYPES].decode().replace("</Types>", override)
    assert texts
    return repacked(content, {SHEET: sheet.encode(), STRINGS: strings.encode(), TYPES: types.encode()})
