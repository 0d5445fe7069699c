"""A star is shown by a certificate in force and by nothing that its producer writes."""

import pytest
from django.core.exceptions import ValidationError

from marketplace.producers.forms import ProductForm
from marketplace.producers.texts import tells_no_stars
from marketplace.producers.variety_forms import BoxForm, SizeForm


@pytest.mark.parametrize(
    "text",
    ["Mật ong OCOP 5 sao", "mật ong 4 Sao", "Honey, 3 stars", "Quà năm sao", "Trà ★★★★★", "OCOP 4*", "hạng 5-sao"],
)
def test_a_text_that_names_stars_is_refused(text):
    with pytest.raises(ValidationError):
        tells_no_stars(text)


@pytest.mark.parametrize(
    "text",
    ["Mật ong hoa nhãn", "Vì sao ngon?", "Sao vàng đất Việt", "Khế 5 khía, 3 sắc", "Quả sao 5 cánh", "Starfruit"],
)
def test_a_text_without_stars_is_taken(text):
    tells_no_stars(text)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("form", "field"),
    [
        (ProductForm, "title"),
        (ProductForm, "description"),
        (SizeForm, "name"),
        (BoxForm, "title"),
        (BoxForm, "description"),
    ],
)
def test_no_form_of_the_workspace_takes_stars(form, field):
    assert field in form({field: "Ngon, OCOP 5 sao"}).errors
