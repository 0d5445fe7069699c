"""What a producer or an operator types to make a voucher."""

import re

from django import forms
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from catalogue.models import Producer
from marketplace.vouchers.models import Voucher
from stories.models import CollectionPage

CODE = re.compile(r"[A-Z0-9]{4,20}")
AMOUNT = {"inputmode": "numeric", "min": "0", "step": "1000"}
COUNT = {"inputmode": "numeric", "min": "1"}
MOST_AMOUNT = 50_000_000  # đồng
OWN = (
    "code",
    "title",
    "percent",
    "most",
    "amount",
    "minimum",
    "first_day",
    "last_day",
    "uses",
    "per_phone",
    "is_automatic",
    "is_listed",
)


class VoucherForm(forms.ModelForm):
    """A voucher of `producer`, which covers and is paid by that producer alone. What it gives never changes later."""

    class Meta:
        model = Voucher
        fields = OWN
        widgets = {
            "code": forms.TextInput({"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}),
            "percent": forms.NumberInput({"inputmode": "numeric", "min": "1", "max": "90"}),
            **{name: forms.NumberInput(AMOUNT) for name in ("amount", "most", "minimum")},
            **{name: forms.NumberInput(COUNT) for name in ("uses", "per_phone")},
            **{name: forms.DateInput({"type": "date"}, format="%Y-%m-%d") for name in ("first_day", "last_day")},
        }
        help_texts = {
            "code": _("4 đến 20 chữ cái không dấu và chữ số, ví dụ TET2027."),
            "title": _("Người mua đọc được, ví dụ: Mừng mùa mật mới."),
            "percent": _("Từ 1 đến 90. Ghi phần trăm hoặc số tiền, không ghi cả hai."),
            "amount": _("Nhỏ hơn tiền hàng ít nhất."),
            "minimum": _("Tiền các món được giảm, trước khi giảm."),
            "uses": _("Để trống: không giới hạn."),
            "per_phone": _("Để trống: không giới hạn."),
        }

    def __init__(self, *args, producer: Producer | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.producer = producer

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].strip().upper()
        if not CODE.fullmatch(code):
            raise forms.ValidationError(_("Mã chỉ gồm 4 đến 20 chữ cái không dấu và chữ số."))
        if Voucher.objects.filter(code=code).exists():
            raise forms.ValidationError(_("Mã này đã có, xin chọn mã khác."))
        return code

    def clean(self) -> dict:
        values = super().clean()
        self._check_what_it_gives(values)
        first, last = values.get("first_day"), values.get("last_day")
        if first and last and last < max(first, localdate()):
            self.add_error("last_day", _("Ngày cuối không thể trước ngày đầu hoặc đã qua."))
        for name in ("uses", "per_phone"):
            if values.get(name) == 0:
                self.add_error(name, _("Ít nhất một lượt; để trống nếu không giới hạn."))
        return values

    def _check_what_it_gives(self, values: dict) -> None:
        percent, amount = values.get("percent"), values.get("amount")
        if bool(percent) == bool(amount):
            self.add_error("percent", _("Ghi phần trăm hoặc số tiền, một trong hai."))
        elif percent and percent > 90:
            self.add_error("percent", _("Giảm nhiều nhất 90%."))
        elif amount and values.get("most"):
            self.add_error("most", _("Chỉ dùng với phần trăm."))
        elif amount and not amount < (values.get("minimum") or 0):
            self.add_error("minimum", _("Tiền hàng ít nhất phải lớn hơn số tiền giảm."))
        if max(amount or 0, values.get("most") or 0, values.get("minimum") or 0) > MOST_AMOUNT:
            self.add_error(None, _("Số tiền quá lớn."))

    @transaction.atomic
    def save_by(self, person) -> Voucher:
        """Make the voucher; who made it is kept."""
        self.instance.created_by = person
        return self.save()


class PlatformVoucherForm(VoucherForm):
    """A voucher that the platform pays for; nothing chosen: it covers everything."""

    class Meta(VoucherForm.Meta):
        fields = (*OWN, "producers", "collections")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, producer=None, **kwargs)
        self.fields["producers"].queryset = Producer.objects.selling().order_by("name")
        self.fields["collections"].queryset = CollectionPage.objects.live().filter(locale__language_code="vi")
