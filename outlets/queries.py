"""The words outlets are asked in."""

from typing import TYPE_CHECKING, Self

from django.db.models import Case, Exists, F, FloatField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import ASin, Cos, Least, Power, Radians, Sin, Sqrt

from outlets import geo

if TYPE_CHECKING:
    from catalogue.models import Place, Product


class OutletQuerySet(QuerySet):
    def listed(self) -> Self:
        """Outlets a visitor may be sent to."""
        return self.filter(is_active=True).select_related("province")

    def in_province(self, province: "Place") -> Self:
        """Outlets of a province of today."""
        return self.filter(province=province)

    def of_kind(self, kind: str) -> Self:
        """Outlets of one kind."""
        return self.filter(kind=kind)

    def stocking(self, product: "Product") -> Self:
        """Outlets that say they carry the product."""
        return self.filter(products=product)

    def to_go_to_for(self, product: int, province: int | None) -> Self:
        """Outlets that say they carry the product (`stocks`), those of its province first, then the others of its
        province; products and provinces by primary key."""
        carried = self.model.products.through.objects.filter(outlet=OuterRef("pk"), product=product)
        ranked = self.annotate(stocks=Exists(carried), is_here=Case(When(province=province, then=True), default=False))
        return ranked.filter(Q(stocks=True) | Q(is_here=True)).order_by("-stocks", "-is_here", "name", "pk")

    def near(self, point: geo.Point, metres: float = 20_000) -> Self:
        """Outlets within `metres`, the nearest first, each with its `metres_away`."""
        box = geo.box_around(point, metres)
        boxed = self.filter(latitude__range=(box.south, box.north), longitude__range=(box.west, box.east))
        return boxed.annotate(metres_away=_metres_to(point)).filter(metres_away__lte=metres).order_by("metres_away")


def _metres_to(point: geo.Point) -> ASin:
    """geo.distance, computed by the database."""
    here = Radians(Value(point.latitude, FloatField()))
    north = Power(Sin((Radians(F("latitude")) - here) / 2.0), 2.0)
    east = Power(Sin((Radians(F("longitude")) - Radians(Value(point.longitude, FloatField()))) / 2.0), 2.0)
    half = north + Cos(here) * Cos(Radians(F("latitude"))) * east
    return ASin(Least(Value(1.0), Sqrt(half))) * Value(2.0 * geo.EARTH_RADIUS)
