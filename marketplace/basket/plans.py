"""What a basket would become: one parcel per producer, each with its shipping, known before any address."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from catalogue.cards import contents_of, title_of
from catalogue.models import Producer, Product
from catalogue.pictures import picture_url
from catalogue.wording import amount_of
from marketplace.basket.models import Basket, Line
from marketplace.basket.reasons import why_not
from marketplace.shipping import rates

MAX_PIECES = 99  # of one product in one basket
PICTURE_WIDTH = 160


@dataclass
class PlanLine:
    """A line with what hinders buying it: a sentence, or ""."""

    line: Line
    trouble: str
    is_sellable: bool

    @property
    def product(self) -> Product:
        return self.line.product

    @property
    def title(self) -> str:
        """In the visitor's language where a translation was loaded."""
        return title_of(self.product)

    @property
    def quantity(self) -> int:
        return self.line.quantity

    @property
    def unit_price(self) -> int:
        return self.product.price or 0

    @property
    def picture(self) -> str:
        return picture_url(self.product, PICTURE_WIDTH)

    @property
    def amount(self) -> str:
        """How much is in a piece: "500 g"; "" where it is not known."""
        return amount_of(self.product)

    @property
    def parts(self) -> str:
        """As catalogue.cards.contents_of."""
        return contents_of(self.product)

    @property
    def most(self) -> int:
        """The highest number that the quantity field takes."""
        return min(MAX_PIECES, max(self.product.free_stock, 1))

    @property
    def price(self) -> int:
        """Whole đồng, VAT included."""
        return self.unit_price * self.quantity

    @property
    def grams(self) -> int:
        return (self.product.grams or rates.UNWEIGHED_GRAMS) * self.quantity

    @property
    def can_be_fewer(self) -> int:
        """How many could be had instead, when only the number is the trouble; else 0."""
        left = self.product.free_stock
        return left if self.is_sellable and 0 < left < self.quantity else 0


@dataclass
class PlanParcel:
    """Lines of one producer that can be bought."""

    producer: Producer
    lines: list[PlanLine] = field(default_factory=list)

    @property
    def goods(self) -> int:
        return sum(line.price for line in self.lines)

    @property
    def shipping(self) -> int:
        return rates.parcel_fee(sum(line.grams for line in self.lines), self.goods)

    @property
    def total(self) -> int:
        return self.goods + self.shipping

    @property
    def missing_for_free(self) -> int:
        """Đồng of goods that are missing for free shipping; 0 when it is free."""
        return max(0, rates.FREE_FROM - self.goods)


@dataclass
class Plan:
    parcels: list[PlanParcel]
    troubled: list[PlanLine]

    @property
    def goods(self) -> int:
        return sum(parcel.goods for parcel in self.parcels)

    @property
    def shipping(self) -> int:
        return sum(parcel.shipping for parcel in self.parcels)

    @property
    def total(self) -> int:
        return self.goods + self.shipping

    @property
    def pieces(self) -> int:
        return sum(line.quantity for parcel in self.parcels for line in parcel.lines)

    @property
    def is_empty(self) -> bool:
        return not self.parcels and not self.troubled

    @property
    def is_orderable(self) -> bool:
        return bool(self.parcels) and not self.troubled

    @property
    def has_fresh(self) -> bool:
        return any(line.product.is_fresh for parcel in self.parcels for line in parcel.lines)


def plan_of(basket: Basket, day: date) -> Plan:
    """Plan the basket's lines as they stand on `day`; see LineQuerySet.with_register for the queries."""
    return plan_lines(basket.all_lines(), day)


def plan_lines(lines: Iterable[Line], day: date) -> Plan:
    """As plan_of, for lines at hand, loaded with_register()."""
    parcels: dict[int, PlanParcel] = {}
    troubled = []
    for line in lines:
        trouble = why_not(line.product, line.quantity, day)
        planned = PlanLine(line, trouble, line.product.is_sellable(day))
        if planned.trouble:
            troubled.append(planned)
        else:
            owner = line.product.owner
            parcels.setdefault(owner.pk, PlanParcel(owner)).lines.append(planned)
    return Plan(list(parcels.values()), troubled)
