from dataclasses import replace
from io import BytesIO
from time import process_time
from unittest.mock import patch

import pypdfium2
import pytest
from PIL import Image

from tests.conftest import LONG
from tests.traceability.fonts import label_fonts
from traceability import codes, qr, sheets
from traceability.codes import new_code, spaced
from traceability.papers import COMMON, PAPERS, Layout
from traceability.sheets import PrintRun

TEXT = sheets.LabelText(
    prefix="HTTPS://OCOP.VN/T/",
    product="Mật ong hoa bạc hà Mèo Vạc – hũ thủy tinh 500 g",
    maker="Hợp tác xã Nông nghiệp và Dịch vụ tổng hợp Tuấn Dũng, xã Mèo Vạc",
    lot="Lô 2026-11-A · HSD 20/11/2028",
    hint="Quét để xem giấy chứng nhận OCOP, lô hàng và nguồn gốc.",
    host="ocop.vn",
    sheet="Đợt 12",
)
PREFIXES = ("HTTPS://OCOP.VN/T/", "HTTP://127.0.0.1:8000/T/")  # versions 2 and 3 of the symbol
OTHERS_ON_PACKS = [key for key, paper in PAPERS.items() if paper.is_for_packs and key != COMMON.key]
ROUNDING = 3  # of 255, in the renderer's 32 bits


def run_of(count: int, *, key: str = COMMON.key, **changes) -> PrintRun:
    return PrintRun(TEXT, [new_code() for _ in range(count)], PAPERS[key], **changes)


def words(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def said_of(**changes) -> str:
    return words(sheets.release(replace(run_of(1), text=replace(TEXT, **changes)), label_fonts()))


@pytest.mark.parametrize("dpi", qr.PRINTER_DPI)
@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("key", PAPERS)
def test_a_released_sheet_reads_back_whole_on_every_paper(key, prefix, dpi):
    run = replace(run_of(PAPERS[key].per_page + 1, key=key, dpi=dpi), text=replace(TEXT, prefix=prefix))

    pdf = sheets.release(run, label_fonts())

    assert len(pypdfium2.PdfDocument(pdf)) == 2
    assert sheets.unread(pdf, run) == []


@pytest.mark.parametrize("key", PAPERS)
def test_every_paper_says_in_vietnamese_what_it_is_and_where_to_ask(key):
    run = run_of(1, key=key)

    said = words(sheets.release(run, label_fonts()))

    for part in ("Mật ong hoa bạc hà", "Hợp tác xã", "Lô 2026-11-A", "20/11/2028", "ocop.vn", spaced(run.places[0])):
        assert part in said


@pytest.mark.parametrize("dpi", qr.PRINTER_DPI)
@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("key", PAPERS)
def test_every_module_is_whole_dots_of_the_printer_at_every_place(key, prefix, dpi):
    """Drawn at the printer's own dots, a symbol has no grey: no edge falls between two of them."""
    run = replace(run_of(PAPERS[key].per_page, key=key, dpi=dpi), text=replace(TEXT, prefix=prefix))
    page = pypdfium2.PdfDocument(sheets.draw(run, label_fonts()))[0]
    image = page.render(scale=dpi / 72 - 1e-6, grayscale=True).to_pil()

    assert image.size == run.layout.page
    for spot in map(run.layout.symbol_spot, run.layout.spots()):
        quiet, side = qr.QUIET_ZONE * run.layout.module, run.layout.modules * run.layout.module
        symbol = image.crop((spot.x, spot.y, spot.x + run.layout.box, spot.y + run.layout.box))
        tones = symbol.crop((quiet, quiet, quiet + side, quiet + side)).getcolors()
        assert all(tone <= ROUNDING or tone >= 255 - ROUNDING for _count, tone in tones)
        corner = (quiet, quiet, quiet + 7 * run.layout.module, quiet + run.layout.module)
        assert symbol.crop(corner).getextrema()[1] <= ROUNDING  # a finder's upper edge, all black


@pytest.mark.parametrize("modules", [25, 29])
@pytest.mark.parametrize("dpi", qr.PRINTER_DPI)
@pytest.mark.parametrize("key", PAPERS)
def test_pieces_stay_on_the_page_and_symbols_with_their_quiet_zone_in_their_piece(key, dpi, modules):
    layout = Layout(PAPERS[key], dpi, modules)

    for spot in layout.spots():
        symbol = layout.symbol_spot(spot)
        assert spot.x >= 0
        assert spot.y >= 0
        assert spot.x + layout.piece[0] <= layout.page[0] + 1
        assert spot.y + layout.piece[1] <= layout.page[1] + 1
        assert spot.x <= symbol.x
        assert symbol.x + layout.box <= spot.x + layout.piece[0]
        assert symbol.y + layout.box <= spot.y + layout.piece[1]


@pytest.mark.slow
@pytest.mark.parametrize("key", [COMMON.key, *(pytest.param(key, marks=pytest.mark.long) for key in OTHERS_ON_PACKS)])
def test_invariant_9_every_code_of_a_run_decodes_from_the_raster_of_its_pdf(key):
    """Invariant 9: all unique, check-valid, at most version 2-M, quiet zone of 4, modules of 0.396 mm and more."""
    run = run_of(10_000 if LONG else 500, key=key)

    assert sheets.unread(sheets.draw(run, label_fonts()), run, dpi=200) == []
    assert len(set(run.places)) == len(run.places)
    assert all(codes.is_code(code) for code in run.places)
    assert run.layout.modules <= 25
    assert qr.QUIET_ZONE == 4
    assert run.layout.module * qr.MM_PER_INCH / run.dpi >= 0.396


def test_each_code_is_encoded_once_and_each_page_is_rastered_and_read_once():
    run = run_of(3 * COMMON.per_page)
    encoding = patch.object(qr, "symbol", wraps=qr.symbol)
    rastering = patch.object(pypdfium2.PdfPage, "render", autospec=True, side_effect=pypdfium2.PdfPage.render)
    reading = patch.object(sheets.zxingcpp, "read_barcodes", wraps=sheets.zxingcpp.read_barcodes)

    with encoding as encoded, rastering as rastered, reading as read:
        sheets.release(run, label_fonts())

    assert encoded.call_count == len(run.places) + 1  # and one to know how large a symbol is
    assert (rastered.call_count, read.call_count) == (3, 3)


@pytest.mark.long
def test_a_thousand_labels_are_drawn_and_read_back_within_15_seconds():
    run, began = run_of(1_000), process_time()

    sheets.release(run, label_fonts())

    assert process_time() - began <= 15


def test_a_text_too_long_for_its_place_loses_whole_words_and_says_so():
    assert "…" in said_of(product="Rượu nếp cái hoa vàng " * 9)


def test_a_character_without_a_glyph_is_left_out_rather_than_drawn_as_a_box():
    said = said_of(product="Chè Thái\u0301 🍵 Nguyên")

    assert "Nguyên" in said
    assert "🍵" not in said


def smudged(monkeypatch, code: str) -> None:
    """Let half of one symbol be missing."""
    whole = qr.symbol

    def half(text):
        made = whole(text)
        return replace(made, runs=made.runs[::2]) if text.endswith(code) else made

    monkeypatch.setattr(qr, "symbol", half)


def test_a_sheet_with_a_symbol_that_cannot_be_read_is_never_released(monkeypatch):
    run = run_of(3)
    smudged(monkeypatch, run.places[1])

    with pytest.raises(sheets.SheetUnreadable) as refusal:
        sheets.release(run, label_fonts())
    assert refusal.value.missing == (TEXT.prefix + run.places[1],)


def test_a_sheet_with_the_symbol_of_another_label_is_never_released():
    pdf, other = sheets.draw(run_of(1), label_fonts()), run_of(1)

    assert sheets.unread(pdf, other) == [TEXT.prefix + other.places[0]]


def test_copies_of_one_code_are_read_back_as_often_as_they_stand():
    [code] = run_of(1).places
    run = PrintRun(TEXT, [code] * 5)

    pdf = sheets.draw(replace(run, places=[code] * 4 + [None]), label_fonts())

    assert sheets.unread(sheets.draw(run, label_fonts()), run) == []
    assert sheets.unread(pdf, run) == [TEXT.prefix + code]


def test_one_page_of_a_sheet_is_printed_again_as_it_was():
    run = run_of(3 * COMMON.per_page)
    again = replace(run, first_page=2, last_page=2)

    pdf = sheets.release(again, label_fonts())

    assert len(pypdfium2.PdfDocument(pdf)) == 1
    assert "Đợt 12 · 2/3" in words(pdf)
    assert all(spaced(code) in words(pdf) for code in run.places[COMMON.per_page : 2 * COMMON.per_page])


def test_the_place_of_a_label_that_ended_stays_empty_and_the_others_stay_in_theirs():
    run = run_of(3)
    pdf = sheets.release(replace(run, places=[run.places[0], None, run.places[2]]), label_fonts())

    assert spaced(run.places[1]) not in words(pdf)
    assert sheets.unread(pdf, run) == [TEXT.prefix + run.places[1]]


def test_how_far_it_is_is_told_for_each_page_drawn_and_each_page_read():
    told = []

    sheets.release(run_of(2 * COMMON.per_page), label_fonts(), lambda: told.append(1))

    assert len(told) == 4


def test_the_picture_of_a_paper_is_as_wide_as_asked_and_can_be_read():
    image = Image.open(BytesIO(sheets.picture(run_of(1, key="roll-50x30"), label_fonts(), width=420)))

    assert image.width == 420
    assert image.height == pytest.approx(252, abs=2)
