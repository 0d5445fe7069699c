from dataclasses import replace

import pypdfium2
import pytest

from tests.traceability.fonts import label_fonts
from traceability import qr, sheets
from traceability.codes import new_code, spaced

TEXT = sheets.LabelText(
    prefix="HTTPS://OCOP.VN/T/",
    product="Mật ong hoa bạc hà Mèo Vạc – hũ thủy tinh 500 g",
    maker="Hợp tác xã Nông nghiệp và Dịch vụ tổng hợp Tuấn Dũng, xã Mèo Vạc",
    lot="Lô 2026-11-A · HSD 20/11/2028",
    hint="Quét để xem giấy chứng nhận OCOP, lô hàng và nguồn gốc.",
    host="ocop.vn",
)


def label_codes(count: int) -> list[str]:
    return [new_code() for _ in range(count)]


def words(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


@pytest.mark.parametrize("dpi", qr.PRINTER_DPI)
@pytest.mark.parametrize("prefix", ["HTTPS://OCOP.VN/T/", "HTTP://127.0.0.1:8000/T/"])
def test_a_released_sheet_reads_back_whole(dpi, prefix):
    printed = label_codes(2 * sheets.PER_PAGE + 1)

    pdf = sheets.release(replace(TEXT, prefix=prefix), printed, label_fonts(), dpi=dpi)

    assert len(pypdfium2.PdfDocument(pdf)) == 3
    assert sheets.unread(pdf, [prefix + code for code in printed]) == []


def test_a_label_says_in_vietnamese_what_it_is_and_where_to_ask():
    [code] = label_codes(1)

    said = words(sheets.release(TEXT, [code], label_fonts()))

    for part in (
        "Mật ong hoa bạc hà",
        "Hợp tác xã",
        "Lô 2026-11-A",
        "ocop.vn",
        spaced(code),
    ):
        assert part in said


def test_a_text_too_long_for_its_place_loses_whole_words_and_says_so():
    said = words(
        sheets.release(
            replace(TEXT, product="Rượu nếp cái hoa vàng " * 9),
            label_codes(1),
            label_fonts(),
        )
    )

    assert "…" in said


def test_a_character_without_a_glyph_is_left_out_rather_than_drawn_as_a_box():
    said = words(
        sheets.release(
            replace(TEXT, product="Chè Thái\u0301 🍵 Nguyên"),
            label_codes(1),
            label_fonts(),
        )
    )

    assert "Nguyên" in said
    assert "🍵" not in said


def test_a_sheet_with_a_symbol_that_cannot_be_read_is_never_released(monkeypatch):
    whole = qr.symbol
    printed = label_codes(3)

    def smudged(text):
        made = whole(text)
        return replace(made, runs=made.runs[::2]) if text.endswith(printed[1]) else made

    monkeypatch.setattr(qr, "symbol", smudged)

    with pytest.raises(sheets.SheetUnreadable) as refusal:
        sheets.release(TEXT, printed, label_fonts())
    assert refusal.value.missing == (TEXT.prefix + printed[1],)


def test_a_sheet_with_the_symbol_of_another_label_is_never_released():
    pdf = sheets.draw(TEXT, label_codes(1), label_fonts())
    [other] = label_codes(1)

    assert sheets.unread(pdf, [TEXT.prefix + other]) == [TEXT.prefix + other]
