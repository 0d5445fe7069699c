"""How an officer picks a product: only within the scope of the office."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic.chooser import ChosenMultipleView, ChosenView

from marketplace.cms import scope
from stories.choosers import ProductChooseResultsView, ProductChooserViewSet, ProductChooseView


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
        return scope.products(self.request.user).get(pk=pk)


class DeskChosenMultipleView(ChosenMultipleView):
    """What the window hands back for several."""

    def get_objects(self, pks):
        return scope.products(self.request.user).filter(pk__in=[pk for pk in pks if pk.isdecimal()])


class DeskProductChooserViewSet(ProductChooserViewSet):
    page_title = _("Chọn sản phẩm của địa bàn")
    chosen_view_class = DeskChosenView
    chosen_multiple_view_class = DeskChosenMultipleView
    choose_view_class = DeskChooseView
    choose_results_view_class = DeskChooseResultsView
    register_widget = False


desk_product_chooser = DeskProductChooserViewSet("desk_product_chooser")
