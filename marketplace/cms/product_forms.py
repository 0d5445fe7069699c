"""What an officer may correct of a product: facts, number under the bar code, origin. Name and maker stand as certified."""

from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue import gazetteer, product_facts
from catalogue.addresses import Unit
from catalogue.forms import GtinField, criteria_choices, refuse_taken_gtin
from catalogue.models import Place, Product

MEASURES = (product_facts.WEIGHT, product_facts.VOLUME)
OF_PACK_SIZE = {*MEASURES, "upc"}
LONG = {
    product_facts.INGREDIENTS: 1000,
    product_facts.ALLERGENS: 500,
    product_facts.STORAGE: 500,
    product_facts.HOW_TO_USE: 1000,
}
UNITS = {product_facts.WEIGHT: "g", product_facts.VOLUME: "ml", product_facts.SHELF_LIFE: gettext_lazy("ngày")}


class Origin(NamedTuple):
    """Units that an address names: of before 1 July 2025, and the commune of today; primary keys or None."""

    then: int | None = None
    now: int | None = None


class ProductFactsForm(forms.ModelForm):
    """Only what the product's group asks for. An origin is looked up in the units of both eras."""

    criteria_set = forms.ChoiceField(label=gettext_lazy("Bộ sản phẩm OCOP"), choices=criteria_choices, required=False)
    upc = GtinField()
    origin_as_printed = forms.CharField(
        label=gettext_lazy("Xuất xứ, như in"),
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "Ví dụ: Xã Phú Cần, huyện Tiểu Cần, tỉnh Trà Vinh. Tên cũ được nối với đơn vị hiện nay."
        ),
    )

    class Meta:
        model = Product
        fields = ["criteria_set", *product_facts.COLUMNS, "upc", "origin_as_printed"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = set(product_facts.asked_of(self.instance.criteria_set))
        for column in product_facts.COLUMNS:
            if column in asked:
                self._name(column)
            else:
                del self.fields[column]
        if self.instance.is_child:
            self._keep(OF_PACK_SIZE)
        if self.instance.is_box:
            self._keep({"upc"})

    def _keep(self, names: set[str]) -> None:
        for name in set(self.fields) - names:
            del self.fields[name]

    def _name(self, column: str) -> None:
        """As the product page calls it, with the unit of a number."""
        field, name = self.fields[column], _(product_facts.label_of(column, self.instance.criteria_set))
        field.label = f"{name} ({UNITS[column]})" if column in UNITS else name
        field.required = False
        if column in LONG:
            field.max_length = LONG[column]
            field.validators.append(forms.CharField(max_length=LONG[column]).validators[-1])
            field.widget.attrs["rows"] = 3

    def clean_upc(self):
        refuse_taken_gtin(self.cleaned_data["upc"], self.instance)
        return self.cleaned_data["upc"]

    def clean_origin_as_printed(self):
        text = self.cleaned_data["origin_as_printed"].strip()
        if "origin_as_printed" in self.changed_data:
            self.origin = origin_of(text, self.instance.province)
        return text

    def save_changes(self) -> list[str]:
        """Write what was changed and nothing else; the names of the columns."""
        changed = [name for name in self.changed_data if name in self.fields]
        if "origin_as_printed" in changed:
            self.instance.origin_then_id, self.instance.origin_now_id = self.origin
            self.instance.save(update_fields=[*changed, "origin_then", "origin_now", "date_updated"])
        elif changed:
            self.instance.save(update_fields=[*changed, "date_updated"])
        return changed


def origin_of(text: str, province: Place | None) -> Origin:
    """The units that an address names; what fits nothing or several stays open. Raises ValidationError for an address
    of another province of today than the product's. Four queries."""
    known = gazetteer.about(text)
    answer = known.resolve(text)
    unit = answer.unit or answer.within
    if unit is None:
        return Origin()
    provinces = known.heirs(_topmost(unit))
    if province and provinces and province.pk not in {one.pk for one in provinces}:
        said = _("Địa chỉ này nay thuộc %(there)s, còn sản phẩm thuộc %(here)s.")
        raise ValidationError(said % {"there": provinces[0].name, "here": province.name})
    heir = next(iter(known.heirs(unit)), None) if unit.level == Place.Level.COMMUNE else None
    return Origin(unit.pk if unit.system == "pre2025" else None, heir and heir.pk)


def _topmost(unit: Unit) -> Unit:
    return _topmost(unit.parent) if unit.parent else unit
