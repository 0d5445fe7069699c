from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.models import Place
from outlets.models import Outlet


class OutletFilter(forms.Form):
    """Which outlets a visitor asks for. What it does not know is no filter."""

    tinh = forms.ModelChoiceField(
        Place.objects.provinces(),
        to_field_name="slug",
        required=False,
        label=_("Tỉnh, thành phố"),
        empty_label=_("Mọi tỉnh, thành phố"),
    )
    loai = forms.ChoiceField(
        choices=[("", _("Mọi loại điểm bán")), *Outlet.Kind.choices], required=False, label=_("Loại điểm bán")
    )

    def chosen(self):
        """The outlets asked for, in the order of the alphabet."""
        outlets = Outlet.objects.listed()
        if province := self._clean("tinh"):
            outlets = outlets.in_province(province)
        if kind := self._clean("loai"):
            outlets = outlets.of_kind(kind)
        return outlets

    @property
    def query(self) -> str:
        """What stands before "page=" in the links to other pages."""
        kept = {name: self.data[name] for name in self.fields if self._clean(name)}
        return urlencode(kept) + "&" if kept else ""

    def _clean(self, name: str):
        self.is_valid()
        return self.cleaned_data.get(name)
