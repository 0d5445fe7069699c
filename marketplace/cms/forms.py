"""What an officer may type."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from catalogue import ocop
from catalogue.models import Certificate, Product
from marketplace.cms import scope
from marketplace.cms.choosers import OwnProductWidget
from marketplace.cms.fields import DayField, ScanField

FACTS = (
    "number",
    "product_code",
    "decision_number",
    "decision_date",
    "issuer_as_printed",
    "product_name_as_printed",
    "producer_as_printed",
    "address_as_printed",
)


class RegisterForm(forms.Form):
    """A certificate as it stands on paper, for a product within the officer's scope."""

    product = forms.ModelChoiceField(Product.objects.none(), label=_("Sản phẩm"), widget=OwnProductWidget)
    stars = forms.TypedChoiceField(label=_("Hạng sao"), coerce=int)
    number = forms.CharField(label=_("Số giấy chứng nhận"), max_length=60, required=False)
    product_code = forms.CharField(
        label=_("Mã sản phẩm, như in"), max_length=40, required=False, help_text=_("Ví dụ: 86-28780-3-2026")
    )
    decision_number = forms.CharField(label=_("Số quyết định"), max_length=60, help_text=_("Ví dụ: 1234/QĐ-UBND"))
    decision_date = DayField(label=_("Ngày quyết định"))
    issued_on = DayField(label=_("Ngày cấp"), help_text=_("Có giá trị 36 tháng kể từ ngày này."))
    issuer_as_printed = forms.CharField(label=_("Cơ quan cấp, như in"), max_length=200)
    product_name_as_printed = forms.CharField(label=_("Tên sản phẩm, như in"), max_length=255)
    producer_as_printed = forms.CharField(label=_("Tên chủ thể, như in"), max_length=200)
    address_as_printed = forms.CharField(label=_("Địa chỉ, như in"), max_length=300, required=False)
    scan = ScanField(label=_("Bản quét"), required=False)
    replaces = forms.BooleanField(
        label=_("Thay giấy chứng nhận đang có hiệu lực của sản phẩm này (nâng hạng, cấp lại)"), required=False
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["product"].queryset = scope.products(user)
        self.fields["stars"].choices = [(n, _("%(stars)s sao") % {"stars": n}) for n in scope.stars_of(user)]

    def clean(self):
        cleaned = super().clean()
        product, stars = cleaned.get("product"), cleaned.get("stars")
        self.replaced = product and product.certificate_in_force(localdate())
        if self.replaced and stars and cleaned.get("replaces"):
            self._refuse_replacing_what_is_not_ours(stars)
        elif self.replaced:
            self.add_error("replaces", _held(self.replaced))
        return cleaned

    def facts(self) -> dict:
        """The columns of the certificate, beside product and stars."""
        facts = {name: self.cleaned_data[name] for name in FACTS}
        issued_on = self.cleaned_data["issued_on"]
        return facts | {"issued_on": issued_on, "rule_version": ocop.rule_version_on(issued_on)}

    def _refuse_replacing_what_is_not_ours(self, stars: int) -> None:
        if not scope.may_replace(self.user, self.replaced, stars):
            self.add_error("replaces", _("Giấy đang hiệu lực do cấp khác công nhận; cấp này không thay được."))


def _held(certificate: Certificate) -> forms.ValidationError:
    return forms.ValidationError(
        _("Sản phẩm đang có giấy %(id)s, %(stars)s sao, còn hiệu lực. Đánh dấu ô này nếu giấy mới thay giấy đó."),
        params={"id": certificate.public_id, "stars": certificate.stars},
    )


class ScanForm(forms.Form):
    scan = ScanField(label=_("Bản quét"))
