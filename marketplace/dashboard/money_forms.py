"""What an operator types about an order's money; every act says why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.order.change_forms import PiecesForm


class OperatorPiecesForm(PiecesForm):
    reason = forms.CharField(label=_("Lý do"), max_length=200)
    with_shipping = forms.BooleanField(label=_("Hoàn cả phí gửi của kiện"), required=False)


class GoodwillForm(forms.Form):
    amount = forms.IntegerField(label=_("Số tiền (đồng)"), min_value=1_000, max_value=100_000_000)
    reason = forms.CharField(label=_("Lý do"), max_length=200)


class RemittanceForm(forms.Form):
    kept = forms.IntegerField(label=_("Phí đơn vị vận chuyển giữ lại (đồng)"), min_value=0, initial=0)
