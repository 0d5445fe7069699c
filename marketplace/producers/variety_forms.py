"""What a producer may type about pack sizes and gift boxes."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalogue.models import Product
from marketplace.producers import figures
from marketplace.producers.forms import whole
from marketplace.producers.texts import clean_description, plain, tells_no_stars

GRAMS, MILLILITRES = "g", "ml"


class PricedForm(forms.Form):
    """A price and a stock, typed as people write them."""

    price = forms.CharField(label=_("Giá (đồng)"), max_length=20)
    stock = forms.CharField(label=_("Tồn kho"), max_length=12, initial="0")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("price", "stock"):
            self.fields[name].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def clean_price(self):
        price = whole(self.cleaned_data["price"], _("Giá là số đồng chẵn, ví dụ 85.000."))
        if not figures.LOWEST_PRICE <= price <= figures.HIGHEST_PRICE:
            raise ValidationError(_("Giá nằm trong khoảng 1.000 đến 100.000.000 đồng."))
        return price

    def clean_stock(self):
        stock = whole(self.cleaned_data["stock"], _("Tồn kho là số nguyên, ví dụ 24."))
        if stock > figures.HIGHEST_STOCK:
            raise ValidationError(_("Tồn kho tối đa là 100.000."))
        return stock


class SizeForm(PricedForm):
    """One more pack size."""

    amount = forms.IntegerField(label=_("Lượng trong một gói"), min_value=1, max_value=1_000_000)
    unit = forms.ChoiceField(label=_("Đơn vị"), choices=[(GRAMS, _("gam")), (MILLILITRES, _("mililít"))])
    name = forms.CharField(
        label=_("Bao bì"),
        max_length=60,
        required=False,
        validators=[tells_no_stars],
        help_text=_("Ví dụ: Hũ, Chai, Hộp quà 2 hũ."),
    )
    field_order = ["name", "amount", "unit", "price", "stock"]

    @property
    def size(self) -> dict:
        """What add_size asks for."""
        amount, unit = self.cleaned_data["amount"], self.cleaned_data["unit"]
        return {
            "name": self.cleaned_data["name"].strip(),
            "grams": amount if unit == GRAMS else None,
            "millilitres": amount if unit == MILLILITRES else None,
            "price": self.cleaned_data["price"],
            "stock": self.cleaned_data["stock"],
        }


class BoxForm(forms.ModelForm):
    """A gift box: its name and what is said of it. What lies in it is chosen afterwards."""

    title = forms.CharField(label=_("Tên hộp quà"), min_length=3, max_length=255, validators=[tells_no_stars])
    description = forms.CharField(
        label=_("Giới thiệu hộp quà"),
        max_length=6000,
        required=False,
        validators=[tells_no_stars],
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    class Meta:
        model = Product
        fields = ["title", "description"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["description"] = plain(self.instance.description)

    def clean_description(self):
        return clean_description(self.cleaned_data["description"])
