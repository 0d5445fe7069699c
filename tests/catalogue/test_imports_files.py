"""Files as they come: encodings, bombs, formulas, hidden and merged cells, several sheets."""

import io
import unicodedata
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import MAC_EPOCH

from catalogue.imports import files, xlsx
from catalogue.imports.files import FileRefused
from catalogue.imports.reading import read_list
from tests.catalogue.lists import (
    SHEET,
    STRINGS,
    packed,
    parts_of,
    product_row,
    repacked,
    with_shared_strings,
    workbook,
)

TODAY = date(2026, 11, 22)
NAIVE = datetime(2025, 6, 19)  # noqa: DTZ001 (a spreadsheet knows no zone)
TEXT = "Tên sản phẩm;Chủ thể;Tỉnh;Hạng sao;Ngày quyết định\nMật ong rừng;HTX Phụ nữ;Vĩnh Long;4 sao;19/6/2025\n"


def only_row(content):
    listing = read_list(content, TODAY)
    assert listing.problems == []
    (facts,) = listing.facts
    return facts


# Encodings


def windows_1258(text: str) -> bytes:
    """As Windows writes Vietnamese: letters with their hat, then the tone as a mark of its own."""
    kept = []
    for letter in unicodedata.normalize("NFC", text):
        try:
            kept.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
            kept.append(unicodedata.normalize("NFC", parts.replace(tone, "")).encode("cp1258") + tone.encode("cp1258"))
    return b"".join(kept)


@pytest.mark.parametrize(
    "content",
    [TEXT.encode(), TEXT.encode("utf-8-sig"), TEXT.encode("utf-16"), TEXT.encode("utf-16-le"), TEXT.encode("utf-16-be"),
     windows_1258(TEXT), TEXT.replace(";", "\t").encode("utf-16"), TEXT.replace(";", ",").replace("\n", "\r\n").encode()],
    ids=["utf-8", "bom", "utf-16", "utf-16-le", "utf-16-be", "windows-1258", "excel's unicode text", "comma"],
)  # fmt: skip
def test_a_csv_is_read_in_each_encoding_of_excel(content):
    facts = only_row(content)

    assert (facts.product, facts.producer, facts.stars) == ("Mật ong rừng", "HTX Phụ nữ", 4)


def test_decomposed_letters_are_composed():
    assert only_row(unicodedata.normalize("NFD", TEXT).encode()).product == "Mật ong rừng"


TCVN3 = "Tªn s¶n phÈm;Chñ thÓ;TØnh;H¹ng sao;Ngµy quyÕt ®Þnh\nMËt ong;HTX;VÜnh Long;4;19/6/2025\n"


@pytest.mark.parametrize("content", [TCVN3.encode("latin-1"), b"\x93\x94\x95;\xa6\xa7\n" * 3], ids=["tcvn3", "noise"])
def test_an_old_font_is_refused_with_the_way_out(content):
    with pytest.raises(FileRefused, match=r"TCVN3.*\.xlsx"):
        read_list(content, TODAY)


# What is no list


def test_an_old_or_locked_workbook_is_refused_by_name():
    with pytest.raises(FileRefused, match=r"\.xls đời cũ hoặc có mật khẩu"):
        read_list(files.OLE + b"\0" * 500, TODAY)


@pytest.mark.parametrize("cut", [30, 500, -40])
def test_a_broken_workbook_is_refused_in_words(cut):
    with pytest.raises(FileRefused, match="hỏng"):
        read_list(packed(workbook([product_row(1)]))[:cut], TODAY)


def test_a_zip_that_is_no_workbook_is_refused():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("thu.txt", "xin chào")

    with pytest.raises(FileRefused, match="hỏng"):
        read_list(kept.getvalue(), TODAY)


def test_a_large_file_is_refused_before_it_is_read():
    with pytest.raises(FileRefused, match="10 MB"):
        read_list(b"x" * (files.MOST_BYTES + 1), TODAY)


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = repacked(packed(workbook([product_row(1)])), {SHEET: b"<worksheet>" + b" " * 80 * 2**20})

    assert len(bomb) < 200_000
    with pytest.raises(FileRefused, match="nén bất thường"):
        read_list(bomb, TODAY)


SHEET_OF = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'


@pytest.mark.parametrize(
    "inside",
    [
        f"<sheetData><row r='1'>{'<c/>' * 6_000}</row></sheetData>",
        f"<sheetData>{'<row/>' * 600_000}</sheetData>",
        "<sheetData/><mergeCells>" + '<mergeCell ref="A1:A2"/>' * 30_000 + "</mergeCells>",
    ],
    ids=["a row without end", "rows without end", "merges without end"],
)
def test_more_elements_than_a_list_has_are_refused_before_a_tree_is_built(inside, monkeypatch):
    swollen = repacked(packed(workbook([product_row(1)])), {SHEET: SHEET_OF.format(inside).encode()})
    monkeypatch.setattr(xlsx, "MOST_RATIO", 10_000)
    monkeypatch.setattr(xlsx, "load_workbook", lambda *args, **kwargs: pytest.fail("a tree is built"))

    with pytest.raises(FileRefused, match="nén bất thường"):
        read_list(swollen, TODAY)


@pytest.mark.parametrize("part", [SHEET, STRINGS, "xl/workbook.xml", "xl/styles.xml"])
def test_entities_are_not_expanded(part):
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    content = with_shared_strings(packed(workbook([product_row(1)])))
    assert only_row(content).product == "Mật ong số 1"
    xml = parts_of(content)[part].partition(b"?>")[2] or parts_of(content)[part]

    with pytest.raises(FileRefused, match="hỏng"):
        read_list(repacked(content, {part: laughs + xml}), TODAY)


def test_more_rows_than_a_list_has_are_refused(monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 10)

    with pytest.raises(FileRefused, match="Xin tách"):
        read_list(packed(workbook([product_row(n) for n in range(20)])), TODAY)


def test_a_cell_at_the_far_corner_costs_nothing():
    book = workbook([product_row(1)])
    book.active["XFD1048576"] = "xa"

    assert only_row(packed(book)).product == "Mật ong số 1"


# What spreadsheets do


@pytest.mark.parametrize("day", [NAIVE, date(2025, 6, 19), 45827, "45827", "19/06/2025"])
def test_a_date_of_excel_is_read(day):
    assert only_row(packed(workbook([product_row(1, day=day)]))).issued_on == date(2025, 6, 19)


def test_a_date_of_excel_for_mac_is_read():
    book = Workbook()
    book.epoch = MAC_EPOCH
    for row in workbook([product_row(1, day=NAIVE)]).active.values:
        book.active.append(row)

    assert only_row(packed(book)).issued_on == date(2025, 6, 19)


def test_a_formula_in_a_column_that_is_not_read_is_left_alone():
    assert only_row(packed(workbook([["=ROW()-1", *product_row(1)[1:]]]))).row == 2


def test_numbers_are_taken_as_text_where_text_is_meant():
    facts = only_row(packed(workbook([product_row(1, product=1986, code=86)])))

    assert (facts.product, facts.province_code) == ("1986", "86")


def test_a_hidden_row_is_reported_and_not_taken():
    book = workbook([product_row(1), product_row(2)])
    book.active.row_dimensions[3].hidden = True

    listing = read_list(packed(book), TODAY)

    assert [(one.row, one.reason[:8]) for one in listing.problems] == [(3, "dòng đan")]
    assert [facts.row for facts in listing.facts] == [2]


def test_every_visible_sheet_with_a_list_is_read_and_the_others_are_named():
    book = workbook([product_row(1)])
    book.active.title = "3 sao"
    second, remarks, hidden = (book.create_sheet(name) for name in ("4 sao", "Hướng dẫn", "Nháp"))
    for row in workbook([product_row(2), product_row(3, star="2")]).active.values:
        second.append(row)
    remarks.append(["Cách ghi", "xem văn bản"])
    hidden.append(["x"])
    hidden.sheet_state = "hidden"

    listing = read_list(packed(book), TODAY)

    assert [(facts.sheet, facts.row) for facts in listing.facts] == [("3 sao", 2), ("4 sao", 2)]
    assert [str(problem)[:22] for problem in listing.problems] == ["Trang “4 sao”, dòng 3,"]
    assert len(listing.notes) == 2
    assert "Nháp" in listing.notes[0]
    assert "Hướng dẫn" in listing.notes[1]


def test_blank_rows_and_the_numbers_of_columns_are_passed_over():
    rows = [["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)"], [None] * 10, product_row(1)]

    assert only_row(packed(workbook(rows))).row == 4


@pytest.mark.parametrize("section", [["I. Huyện Tiểu Cần"], [None, "II. THỰC PHẨM"], ["Huyện Cầu Kè"]])
def test_a_section_title_is_no_product(section):
    assert only_row(packed(workbook([section, product_row(1)]))).row == 3


def test_a_product_that_begins_like_a_total_is_a_product():
    assert only_row(packed(workbook([product_row(1, product="Tổng hợp hạt dinh dưỡng")]))).product.startswith(
        "Tổng hợp"
    )


def test_a_group_of_the_header_names_the_columns_below_it():
    header = ("STT", "Sản phẩm", None, "Chủ thể", None, "Quyết định", None, "Tỉnh")
    below = (None, "Tên", "Hạng sao", "Địa chỉ", "Tên", "Ngày", "Số", None)
    row = (1, "Trà", "3 sao", "Xã A", "HTX B", date(2025, 6, 19), "9/QĐ-UBND", "Vĩnh Long")

    facts = only_row(packed(workbook([below, row], header=header)))

    assert (facts.product, facts.producer, facts.address, facts.decision) == ("Trà", "HTX B", "Xã A", "9/QĐ-UBND")
