import re
from io import BytesIO

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from traceability import codes, qr

CODE = "0123456789ABCDEF"


def pixels(made: qr.Symbol, scale: int = 4) -> Image.Image:
    side = made.modules + 2 * qr.QUIET_ZONE
    image = Image.new("L", (side, side), 255)
    for x, y, length in made.runs:
        image.paste(
            0,
            (
                x + qr.QUIET_ZONE,
                y + qr.QUIET_ZONE,
                x + qr.QUIET_ZONE + length,
                y + qr.QUIET_ZONE + 1,
            ),
        )
    return image.resize((side * scale, side * scale), Image.Resampling.NEAREST)


@settings(max_examples=60)
@given(st.text(st.sampled_from(codes.ALPHABET), min_size=16, max_size=16))
def test_a_symbol_decodes_to_its_text(code):
    text = "HTTPS://OCOP.VN/T/" + code

    assert [found.text for found in zxingcpp.read_barcodes(pixels(qr.symbol(text)))] == [text]


@pytest.mark.parametrize(
    ("host", "modules"),
    [
        ("A.VN", 25),
        ("CHO-OCOP.VN", 25),
        ("CHO-OCOP1.VN", 29),
        ("CHO-OCOP.EXAMPLE.VN", 29),
    ],
)
def test_a_host_of_at_most_11_characters_gets_version_2_at_level_m(host, modules):
    assert qr.symbol(f"HTTPS://{host}/T/{CODE}").modules == modules


def test_lower_case_is_refused_because_it_would_cost_a_bigger_symbol():
    with pytest.raises(ValueError, match="can not be represented"):
        qr.symbol("https://ocop.vn/T/" + CODE)


@pytest.mark.parametrize("dpi", qr.PRINTER_DPI)
@pytest.mark.parametrize("modules", [25, 29])
def test_a_module_is_a_whole_number_of_printer_dots_near_20_mm(dpi, modules):
    dots = qr.module_mm(modules, dpi=dpi) * dpi / qr.MM_PER_INCH

    assert dots == pytest.approx(round(dots))
    assert qr.module_mm(modules, dpi=dpi) * modules == pytest.approx(qr.NOMINAL_MM, abs=2)


def test_no_module_is_smaller_than_a_shop_scanner_can_read():
    assert qr.module_mm(25, dpi=300, side_mm=5) >= qr.SMALLEST_MODULE_MM


def test_the_svg_has_a_quiet_zone_of_four_modules_and_stays_in_its_box():
    drawing = qr.svg(qr.symbol("HTTPS://OCOP.VN/T/" + CODE))
    starts = re.findall(r"M(\d+) (\d+)h(\d+)v1", drawing)

    assert 'viewBox="0 0 33 33"' in drawing
    assert min(int(x) for x, _, _ in starts) == 4
    assert max(int(x) + int(length) for x, _, length in starts) == 29


@pytest.mark.parametrize("dpi", qr.PRINTER_DPI)
def test_the_png_of_one_symbol_has_whole_dots_and_reads_as_its_text(dpi):
    made = qr.symbol("HTTPS://OCOP.VN/T/" + CODE)

    image = Image.open(BytesIO(qr.png(made, dpi=dpi)))

    assert image.width == 33 * qr.module_dots(25, dpi=dpi)
    assert image.info["dpi"] == pytest.approx((dpi, dpi), abs=0.1)
    assert [found.text for found in zxingcpp.read_barcodes(image.convert("L"))] == [made.text]
    assert qr.read(made) == made.text
