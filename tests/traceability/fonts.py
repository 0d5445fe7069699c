"""The label fonts where `make setup` has put them, else a font of the system with Vietnamese letters."""

from pathlib import Path

import pytest

from traceability.sheets import Fonts

BUILT = Path(__file__).parents[2] / "marketplace/static/vendor/fonts"
SYSTEM = Path("/usr/share/fonts/truetype/dejavu")
CANDIDATES = (
    Fonts(BUILT / "BeVietnamPro-Regular.ttf", BUILT / "BeVietnamPro-SemiBold.ttf"),
    Fonts(SYSTEM / "DejaVuSans.ttf", SYSTEM / "DejaVuSans-Bold.ttf"),
)


def label_fonts() -> Fonts:
    for fonts in CANDIDATES:
        if fonts.regular.exists() and fonts.strong.exists():
            return fonts
    pytest.skip("no font for labels")
