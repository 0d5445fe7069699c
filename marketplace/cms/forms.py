"""What an officer may type."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from catalogue import ocop
from catalogue.models import Certificate, Product
from marketplace.cms import scope
from marketplace.cms.choosers import desk_product_chooser

FACTS = (
    "number",
    "decision_number",
    "decision_date",
    "issuer_as_printed",
    "product_name_as_printed",
    "producer_as_printed",
    "address_as_printed",
)


def not_in_the_future(day):
    """Raises ValidationError for a day after today (Asia/Ho_Chi_Minh)."""
    if day > localdate():
        raise forms.ValidationError(_("Ngày này chưa đến."))


class DayField(forms.DateField):
    """A day up to today."""

    widget = AdminDateInput
    default_validators = [not_in_the_future]


class RegisterForm(forms.Form):
    """A certificate as it stands on paper, for a product within the officer's scope."""

    product = forms.ModelChoiceField(
        Product.objects.none(), label=_("Sản phẩm"), widget=desk_product_chooser.widget_class
    )
    stars = forms.TypedChoiceField(label=_("Hạng sao"), coerce=int)
    number = forms.CharField(label=_("Số giấy chứng nhận"), max_length=60, required=False)
    decision_number = forms.CharField(label=_("Số quyết định"), max_length=60, help_text=_("Ví dụ: 1234/QĐ-UBND"))
    decision_date = DayField(label=_("Ngày quyết định"))
    issued_on = DayField(label=_("Ngày cấp"), help_text=_("Có giá trị 36 tháng kể từ ngày này."))
    issuer_as_printed = forms.CharField(label=_("Cơ quan cấp, như in"), max_length=200)
    product_name_as_printed = forms.CharField(label=_("Tên sản phẩm, như in"), max_length=255)
    producer_as_printed = forms.CharField(label=_("Tên chủ thể, như in"), max_length=200)
    address_as_printed = forms.CharField(label=_("Địa chỉ, như in"), max_length=300, required=False)
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


class RevokeForm(forms.Form):
    """The authority's decision to revoke, with its ground in the law's words."""

    ground = forms.ChoiceField(
        label=_("Căn cứ thu hồi (Điều 8.1, Quyết định 26/2026/QĐ-TTg)"), widget=forms.RadioSelect
    )
    decision_number = forms.CharField(label=_("Số quyết định thu hồi"), max_length=60)
    on = DayField(label=_("Ngày thu hồi"))
    note = forms.CharField(label=_("Ghi chú nội bộ"), max_length=300, required=False)

    def __init__(self, *args, certificate, **kwargs):
        super().__init__(*args, **kwargs)
        self.certificate = certificate
        grounds = ocop.REVOCATION_GROUNDS.items()
        self.fields["ground"].choices = [(letter, f"{letter}) {_(words)}") for letter, words in grounds]

    def clean_on(self):
        """The day cannot lie before the certificate began."""
        on = self.cleaned_data["on"]
        if on < self.certificate.issued_on:
            raise forms.ValidationError(_("Ngày thu hồi không thể trước ngày cấp."))
        return on
