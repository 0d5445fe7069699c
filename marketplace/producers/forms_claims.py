"""What a producer declares of its quality certificates."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalogue.models import Producer, QualityCertificate
from marketplace.producers.forms import DayField, own_products


class QualityForm(forms.ModelForm):
    """A quality certificate in one screen, as its paper says."""

    issued_on = DayField(label=_("Ngày cấp"))
    valid_until = DayField(label=_("Ngày cuối cùng còn hiệu lực"), required=False)

    class Meta:
        model = QualityCertificate
        fields = ["scheme", "name", "number", "issuer", "scope", "issued_on", "valid_until", "products"]
        labels = {
            "scheme": _("Loại chứng nhận"),
            "name": _("Tên ghi trên giấy"),
            "number": _("Số giấy"),
            "issuer": _("Tổ chức cấp"),
            "scope": _("Phạm vi chứng nhận"),
            "products": _("Sản phẩm được chứng nhận"),
        }
        help_texts = {
            "name": _("Khi loại chứng nhận chưa nói đủ. Ví dụ: Hữu cơ TCVN 11041-2:2017."),
            "scope": _("Như ghi trên giấy. Ví dụ: sơ chế, đóng gói chè xanh."),
            "products": _("Chỉ chọn sản phẩm nằm trong phạm vi ghi trên giấy."),
        }
        widgets = {"products": forms.CheckboxSelectMultiple}

    def __init__(self, *args, producer: Producer, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.producer = producer
        self.fields["products"].queryset = own_products(producer)
        self.fields["products"].required = True

    def clean(self):
        data = super().clean()
        self._check_name(data)
        self._check_days(data)
        self._check_once(data)
        return data

    def _check_name(self, data: dict) -> None:
        if data.get("scheme") == QualityCertificate.Scheme.OTHER and not data.get("name"):
            self.add_error("name", _("Xin ghi tên chứng nhận như trên giấy."))

    def _check_days(self, data: dict) -> None:
        first, last = data.get("issued_on"), data.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("Ngày cuối cùng không thể trước ngày cấp."))

    def _check_once(self, data: dict) -> None:
        same = QualityCertificate.objects.of_producer(self.instance.producer_id).exclude(pk=self.instance.pk)
        if same.filter(scheme=data.get("scheme"), number=data.get("number")).exists():
            self.add_error("number", ValidationError(_("Giấy này đã được khai rồi.")))
