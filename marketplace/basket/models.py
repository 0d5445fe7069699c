"""Oscar's basket, which never reopens once it became an order."""

from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from oscar.apps.basket.abstract_models import AbstractBasket, AbstractLine

from marketplace.basket.queries import LineQuerySet


class Basket(AbstractBasket):
    def all_lines(self):
        """As Oscar's, with the register loaded; cached on the instance."""
        if self.pk is None:
            return Line.objects.none()
        if self._lines is None:
            self._lines = self.lines.with_register().order_by("pk")
        return self._lines

    @property
    def num_items(self):
        """Pieces; one query, for the number in the masthead."""
        if self.pk is None:
            return 0
        return self.lines.aggregate(pieces=Sum("quantity"))["pieces"] or 0

    def thaw(self):
        """Open again; raises PermissionDenied when an order was made of it."""
        if self.order_set.exists():
            raise PermissionDenied("a basket that became an order never reopens")
        super().thaw()

    thaw.alters_data = True


class Line(AbstractLine):
    objects = LineQuerySet.as_manager()


from oscar.apps.basket.models import *  # noqa: E402, F403
