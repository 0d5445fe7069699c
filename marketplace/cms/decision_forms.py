"""A decision with its many products: the head once, a row for each product, and each row's fault."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue import ocop
from catalogue.models import Product
from catalogue.scan_files import Scan
from catalogue.services import DecisionRow
from marketplace.accounts.models import User
from marketplace.cms import acts, scope, staged
from marketplace.cms.decision_rows import Names, Typed
from marketplace.cms.fields import DayField, ScanField

RULES = [("", gettext_lazy("Theo ngày cấp"))] + [(one.number, one.number) for one in reversed(ocop.RULE_VERSIONS)]


class DecisionForm(forms.Form):
    """What all rows share. A scan once handed in is kept through every preview."""

    decision_number = forms.CharField(
        label=gettext_lazy("Số quyết định"), max_length=60, help_text=gettext_lazy("Ví dụ: 1234/QĐ-UBND")
    )
    decision_date = DayField(label=gettext_lazy("Ngày quyết định"))
    issued_on = DayField(
        label=gettext_lazy("Ngày cấp, nếu khác ngày quyết định"),
        required=False,
        help_text=gettext_lazy("Có giá trị 36 tháng kể từ ngày này."),
    )
    issuer_as_printed = forms.CharField(label=gettext_lazy("Cơ quan cấp, như in"), max_length=200)
    rule_version = forms.ChoiceField(label=gettext_lazy("Bộ tiêu chí"), choices=RULES, required=False)
    scan = ScanField(label=gettext_lazy("Bản quét quyết định"), required=False)
    staged = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def paper(self) -> Scan | None:
        """The scan to attach to every certificate of the decision."""
        return self.cleaned_data.get("scan") or staged.read(self.cleaned_data.get("staged", ""))

    @cached_property
    def staged_word(self) -> str:
        """The scan that goes with the form: the newest one handed in, else what the form brought back; "" for none."""
        new, word = self.cleaned_data.get("scan"), self.cleaned_data.get("staged", "")
        if new:
            return staged.keep(new)
        return word if word and staged.read(word) else ""

    def facts(self) -> dict:
        """What register_decision wants to know beside the rows."""
        typed = self.cleaned_data
        facts: dict = {name: typed[name] for name in ("decision_number", "decision_date", "issuer_as_printed")}
        facts["issued_on"] = typed["issued_on"] or typed["decision_date"]
        if typed["rule_version"]:
            facts["rule_version"] = typed["rule_version"]
        return facts


class RowForm(forms.Form):
    """One product of the decision."""

    product = forms.TypedChoiceField(label=gettext_lazy("Sản phẩm trong sổ"), coerce=int, required=False)
    name = forms.CharField(label=gettext_lazy("Tên sản phẩm"), max_length=255, required=False)
    owner = forms.CharField(label=gettext_lazy("Chủ thể"), max_length=200, required=False)
    stars = forms.TypedChoiceField(label=gettext_lazy("Hạng sao"), coerce=int)
    number = forms.CharField(label=gettext_lazy("Số giấy"), max_length=60, required=False)
    name_as_printed = forms.CharField(label=gettext_lazy("Tên như in"), max_length=255, required=False)
    producer_as_printed = forms.CharField(label=gettext_lazy("Chủ thể như in"), max_length=200, required=False)
    product_code = forms.CharField(label=gettext_lazy("Mã sản phẩm"), max_length=40, required=False)
    replaces = forms.BooleanField(label=gettext_lazy("Thay giấy đang có"), required=False)

    def __init__(self, row: Typed, *, place: int, names: Names, user: User):
        prefix = f"rows-{place}"
        super().__init__({f"{prefix}-{name}": value for name, value in row.items()}, prefix=prefix)
        self.user, self.row, self.names = user, row, names
        self.found = names.by_key.get(int(row["product"])) if row["product"] else None
        self.faults: list[str] = []
        self.fields["product"].choices = self._choices()
        self.fields["stars"].choices = [("", "—")] + [(n, f"{n}") for n in scope.stars_of(user)]
        self.fields["stars"].error_messages["invalid_choice"] = _("Cấp của bạn không công nhận hạng “%(value)s”.")

    def full_clean(self):
        super().full_clean()
        self.faults = [*self._no_product(), *(sentence for errors in self.errors.values() for sentence in errors)]

    def _no_product(self) -> list[str]:
        if self.found:
            return []
        if self.names.meant(self.row["name"], self.row["owner"]):
            return [_("Có nhiều sản phẩm cùng tên này: hãy chọn một.")]
        return [_("Không thấy sản phẩm tên này trong phạm vi của bạn. Chọn tên gần giống hoặc sửa lại tên.")]

    def _choices(self) -> list[tuple[int | str, str]]:
        if self.found:
            return [(self.found.key, self.found.label)]
        meant = self.names.meant(self.row["name"], self.row["owner"]) or self.names.like(self.row["name"])
        return [("", _("— chọn sản phẩm —"))] + [(one.key, one.label) for one in meant]

    def decided(self, product: Product) -> DecisionRow:
        """The row as the register takes it. Only for one without faults."""
        typed = self.cleaned_data
        printed = {
            "number": typed["number"],
            "product_code": typed["product_code"],
            "product_name_as_printed": typed["name_as_printed"],
            "producer_as_printed": typed["producer_as_printed"],
        }
        return DecisionRow(product, typed["stars"], replaces=typed["replaces"], facts=printed)


def beyond_power(form: RowForm, product: Product, day) -> str:
    """Why this office may not put its certificate in the place of the one in force; "" when it may."""
    held = product.certificate_in_force(day)
    if not held or not form.cleaned_data["replaces"]:
        return ""
    return "" if scope.may_replace(form.user, held, form.cleaned_data["stars"]) else acts.beyond_power(held)
