"""How an officer picks a product: only within the scope of the office."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic.chooser import ChosenMultipleView, ChosenView

from marketplace.cms import scope
from marketplace.sent import number_in
from stories.choosers import ProductChooseResultsView, ProductChooserViewSet, ProductChooseView


def keys_in(sent: Iterable[str]) -> list[int]:
    """Those of the words sent that can be keys."""
    return [key for word in sent if (key := number_in(word))]


class _OwnProducts:
    def get_object_list(self):
        return scope.products(self.request.user).order_by("title", "pk")


class DeskChooseView(_OwnProducts, ProductChooseView):
    """The whole window."""


class DeskChooseResultsView(_OwnProducts, ProductChooseResultsView):
    """The list inside the window."""


class DeskChosenView(ChosenView):
    """What the window hands back for one product."""

    def get_object(self, pk):
        return scope.products(self.request.user).get(pk=number_in(pk))


class DeskChosenMultipleView(ChosenMultipleView):
    """What the window hands back for several."""

    def get_objects(self, pks):
        return scope.products(self.request.user).filter(pk__in=keys_in(pks))


class DeskProductChooserViewSet(ProductChooserViewSet):
    page_title = _("Chọn sản phẩm của địa bàn")
    chosen_view_class = DeskChosenView
    chosen_multiple_view_class = DeskChosenMultipleView
    choose_view_class = DeskChooseView
    choose_results_view_class = DeskChooseResultsView
    register_widget = False


desk_product_chooser = DeskProductChooserViewSet("desk_product_chooser")


class OwnProductWidget(desk_product_chooser.widget_class):
    """Names the product that was sent only if it may be chosen: a form sent wrongly shows nothing of other places."""

    def get_instance(self, value):
        if value is None or isinstance(value, self.model_class):
            return value
        return self.choices.queryset.filter(pk__in=keys_in([str(value)])).first()
