"""How an editor picks a product. The model is named by a string: this loads before the catalogue does."""

from itertools import islice

from django.forms import CharField
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from catalogue.vietnamese import fold

MOST_FOUND = 200


def named(products, words: str):
    """Those of `products` whose title or maker has every one of `words`, whatever their diacritics.

    Folds titles in Python (20,000 take some tenths of a second: one editor, one window). At most MOST_FOUND.
    """
    wanted = fold(words).split()
    rows = products.values_list("pk", "title", "owner__name").iterator()
    texts = ((pk, fold(f"{title} {owner or ''}")) for pk, title, owner in rows)
    found = (pk for pk, text in texts if all(word in text for word in wanted))
    return products.filter(pk__in=list(islice(found, MOST_FOUND)))


class ProductFilterForm(BaseFilterForm):
    """Finds by any words of the title or the maker, with or without diacritics."""

    q = CharField(label=_("Tên sản phẩm hoặc chủ thể"), required=False)

    def filter(self, objects):
        objects = super().filter(objects)
        words = self.cleaned_data.get("q", "").strip()
        if not words:
            return objects
        self.is_searching, self.search_query = True, words
        return named(objects, words)


class _ProductRows:
    filter_form_class = ProductFilterForm
    per_page = 12

    def get_object_list(self):
        return self.model_class.objects.public().select_related("owner", "province").order_by("title", "pk")

    @property
    def columns(self):
        return [*super().columns, Column("owner", label=_("Chủ thể")), Column("province", label=_("Tỉnh"))]


class ProductChooseView(_ProductRows, ChooseView):
    """The whole window."""


class ProductChooseResultsView(_ProductRows, ChooseResultsView):
    """The list inside the window, after each letter typed."""


class ProductChooserViewSet(ChooserViewSet):
    model = "catalogue.Product"
    icon = "tag"
    choose_one_text = page_title = _("Chọn sản phẩm")
    choose_another_text = _("Chọn sản phẩm khác")
    choose_view_class = ProductChooseView
    choose_results_view_class = ProductChooseResultsView

    def get_urlpatterns(self):
        """Products are not made in the window: Wagtail's page for it would fail without a form."""
        return [one for one in super().get_urlpatterns() if one.name != "create"]


product_chooser = ProductChooserViewSet("product_chooser")
ProductChooserBlock = product_chooser.get_block_class(name="ProductChooserBlock", module_path="stories.choosers")
