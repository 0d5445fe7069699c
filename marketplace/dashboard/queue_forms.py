"""What an operator says about money that no machine could place. Every form asks why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.order.models import Order
from marketplace.order.numbers import read_order_number
from marketplace.payment.models import BankClaim


class ClaimForm(forms.Form):
    """What a transfer is: an order's, to be sent back, or not a customer's money."""

    kind = forms.ChoiceField(label=_("Khoản tiền này"), choices=BankClaim.Kind, widget=forms.RadioSelect)
    number = forms.CharField(
        label=_("Mã đơn hàng"), max_length=40, required=False, help_text=_("Khi thuộc về một đơn.")
    )
    reference = forms.CharField(
        label=_("Số tham chiếu lệnh chi"), max_length=80, required=False, help_text=_("Khi trả lại người gửi.")
    )
    note = forms.CharField(label=_("Vì sao"), max_length=300)

    def clean(self) -> dict:
        given = super().clean()
        needed = {"assign": "number", "return": "reference"}.get(given.get("kind"))
        if needed and not given.get(needed):
            self.add_error(needed, _("Cần điền ô này."))
        elif needed == "number":
            given["order"] = self._order(given["number"])
        return given

    def _order(self, text: str) -> Order | None:
        try:
            return Order.objects.get(number=read_order_number(text))
        except (ValueError, Order.DoesNotExist):
            self.add_error("number", _("Không thấy đơn hàng này."))
            return None


class ReferenceForm(forms.Form):
    """The bank's number of the transfer by which money went back."""

    reference = forms.CharField(label=_("Số tham chiếu của ngân hàng"), max_length=80)


class NoteForm(forms.Form):
    note = forms.CharField(label=_("Chênh lệch này là gì"), max_length=300)


class DisputeNoteForm(forms.Form):
    note = forms.CharField(
        label=_("Đã làm gì"),
        max_length=260,
        help_text=_("Ví dụ: đã gửi ảnh giao hàng và mã vận đơn ở trang của Stripe."),
    )


class StatementForm(forms.Form):
    statement = forms.FileField(
        label=_("Tệp sao kê (CSV)"),
        help_text=_("Cột ngày, số tiền ghi có, số tham chiếu, nội dung. Nhiều nhất 2 MB; đọc lại cùng tệp không sao."),
    )
