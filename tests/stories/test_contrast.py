"""A province's colours must be legible on both grounds."""

import pytest
from django.core.exceptions import ValidationError

from stories import contrast
from stories.models.provinces import legible_in_the_dark, legible_on_paper


def test_black_on_white_is_21_and_a_colour_on_itself_1():
    assert contrast.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast.contrast("#A63A22", "#A63A22") == pytest.approx(1)


@pytest.mark.parametrize(("colour", "ratio"), [("#A63A22", 6.0), ("#2F6B5B", 5.8), ("#2C4A73", 8.3), ("#E0A526", 2.0)])
def test_the_design_tokens_measure_what_the_design_says(colour, ratio):
    assert contrast.contrast(colour, contrast.PAPER) == pytest.approx(ratio, abs=0.06)


def test_a_pale_accent_is_refused_with_its_measured_ratio():
    with pytest.raises(ValidationError) as refused:
        legible_on_paper("#E0A526")
    assert "2.0" in refused.value.messages[0]


@pytest.mark.parametrize("text", ["red", "#12345", "#GGGGGG", ""])
def test_only_six_hexadecimal_digits_are_a_colour(text):
    with pytest.raises(ValidationError):
        legible_in_the_dark(text)
