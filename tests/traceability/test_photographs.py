"""Printed at 20 mm, a symbol is read by zxing-cpp from a coarse, blurred, tilted picture. Synthetic, see camera.py."""

import pytest

from tests.conftest import LONG
from tests.support.camera import share_read

TRIALS = 100 if LONG else 40


@pytest.mark.slow
def test_a_20_mm_symbol_is_read_at_4_pixels_to_the_millimetre_out_of_focus_and_from_the_side():
    assert share_read(TRIALS, px_per_mm=4, blur_mm=0.25, tilt=45) >= 95


def test_a_picture_too_coarse_for_its_modules_is_not_read():
    """The trial can fail: two pixels to the millimetre are too few."""
    assert share_read(10, px_per_mm=1.5, blur_mm=0.25, tilt=45) == 0
