"""What a producer answers to a return, and where it is paid."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalogue.vietnamese import fold
from marketplace.ledger.models import PayoutAccount


class AnswerForm(forms.Form):
    """`act` is the button that was pressed; refusing needs words that the buyer reads."""

    act = forms.ChoiceField(choices=[(act, act) for act in ("approve", "settle", "reject", "lapse")])
    answer = forms.CharField(label=_("Lời nhắn cho người mua"), max_length=300, required=False)
    with_shipping = forms.BooleanField(label=_("Hoàn cả phí gửi của kiện"), required=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("act") == "reject" and not cleaned.get("answer", "").strip():
            self.add_error("answer", ValidationError(_("Hãy cho người mua biết vì sao từ chối.")))
        return cleaned


class PayoutAccountForm(forms.ModelForm):
    """The number as banks write it: digits only; the holder in capitals without accents."""

    class Meta:
        model = PayoutAccount
        fields = ("bank", "number", "holder")
        labels = {"bank": _("Ngân hàng"), "number": _("Số tài khoản"), "holder": _("Tên chủ tài khoản")}
        help_texts = {"holder": _("Đúng như ngân hàng ghi: chữ in hoa, không dấu.")}
        widgets = {"number": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})}

    def clean_number(self):
        number = self.cleaned_data["number"].replace(" ", "").replace(".", "")
        if not number.isascii() or not number.isdigit() or not 6 <= len(number) <= 19:
            raise ValidationError(_("Số tài khoản gồm 6 đến 19 chữ số."))
        return number

    def clean_bank(self):
        return _named(self.cleaned_data["bank"])

    def clean_holder(self):
        return _named(fold(self.cleaned_data["holder"]).upper())


def _named(text: str) -> str:
    """A name that a bank's file can hold: it begins with a letter, so that no table takes it for a formula."""
    if not text.strip()[:1].isalpha():
        raise ValidationError(_("Tên bắt đầu bằng một chữ cái."))
    return text.strip()
