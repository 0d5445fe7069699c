"""Fields that several desks share."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from catalogue.gtin import NotAGtin, read_gtin
from catalogue.models import Product
from catalogue.ocop import CRITERIA_SETS, GROUPS, sets_of

GTIN_TROUBLES = {
    "digits": _("GTIN chỉ gồm chữ số, như in dưới mã vạch."),
    "length": _("GTIN có 8, 12, 13 hoặc 14 chữ số."),
    "check": _("Chữ số cuối không khớp: hãy đối chiếu lại với mã vạch trên bao bì."),
    "restricted": _("Số này chỉ dùng trong nội bộ một cửa hàng (đầu 02, 04, 20 đến 29), không phải GTIN của sản phẩm."),
}


class GtinField(forms.CharField):
    """The number under the bar code, checked and never made up; None when left empty."""

    def __init__(self, **kwargs):
        given = {
            "label": _("Mã vạch (GTIN)"),
            "help_text": _("8, 12, 13 hoặc 14 chữ số do GS1 cấp cho cơ sở. Chưa có thì để trống."),
            "max_length": 24,
            "required": False,
            "widget": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        }
        super().__init__(**given | kwargs)

    def clean(self, value):
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return read_gtin(typed)
        except NotAGtin as trouble:
            raise ValidationError(GTIN_TROUBLES[trouble.why], code=trouble.why) from trouble


def criteria_choices() -> list:
    """The 26 sets under their six groups, in the reader's language."""
    groups = [
        (_now(group.name), [(code, _now(CRITERIA_SETS[code].name)) for code in sets_of(group.code)])
        for group in GROUPS.values()
    ]
    return [("", _now("Chọn nhóm sản phẩm")), *groups]


def refuse_taken_gtin(gtin: str | None, product: Product) -> None:
    """Raises ValidationError where another product carries this GTIN, with or without leading zeros."""
    if gtin and Product.objects.with_gtin(gtin).exclude(pk=product.pk).exists():
        raise ValidationError(_("GTIN này đã dùng cho một sản phẩm khác."), code="taken")
