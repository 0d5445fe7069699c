"""What a basket would become: one parcel per producer, each with its shipping, known before any address."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from catalogue.cards import contents_of, title_of
from catalogue.models import Place, Producer, Product
from catalogue.pictures import picture_url
from catalogue.wording import amount_of
from marketplace.basket.models import Basket, Line
from marketplace.basket.reasons import why_not
from marketplace.basket.savings import Saving, take_off
from marketplace.shipping import rates
from marketplace.shipping.quotes import Quote, card_of, limit_of, quote, why_not_there
from marketplace.vouchers.models import Voucher

MAX_PIECES = 99  # of one product in one basket
PICTURE_WIDTH = 160


@dataclass
class PlanLine:
    """A line with what hinders buying it: a sentence, or ""."""

    line: Line
    trouble: str
    is_sellable: bool
    discounts: list[tuple[Voucher, int]] = field(default_factory=list)  # voucher and đồng; see savings.take_off

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
    def price_before(self) -> int:
        """Before discounts, whole đồng, VAT included."""
        return self.unit_price * self.quantity

    @property
    def price(self) -> int:
        """After discounts, whole đồng, VAT included."""
        return self.price_before - sum(amount for _voucher, amount in self.discounts)

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
    """Lines of one producer that can be bought on `day`, and sent to `to` (None: no province is chosen yet)."""

    producer: Producer
    day: date
    to: Place | None = None
    lines: list[PlanLine] = field(default_factory=list)

    @property
    def goods(self) -> int:
        """After discounts."""
        return sum(line.price for line in self.lines)

    @property
    def goods_before(self) -> int:
        """Before discounts: what free shipping is measured by, so that no voucher makes sending dearer."""
        return sum(line.price_before for line in self.lines)

    @property
    def has_fresh(self) -> bool:
        return any(line.product.is_fresh for line in self.lines)

    @cached_property
    def quote(self) -> Quote:
        grams = sum(line.grams for line in self.lines)
        return quote(
            self.producer, grams=grams, goods=self.goods_before, is_fresh=self.has_fresh, day=self.day, to=self.to
        )

    @property
    def shipping(self) -> int:
        """The fee; where no province is chosen, the highest that may come."""
        return self.quote.highest

    @property
    def total(self) -> int:
        return self.goods + self.shipping

    @property
    def missing_for_free(self) -> int:
        """Đồng of goods that are missing for free shipping; 0 when it is free, or never is."""
        return max(0, (card_of(self.producer).free_from or 0) - self.goods_before)

    @property
    def paused_until(self) -> date | None:
        """Until when the producer sends nothing."""
        until = card_of(self.producer).paused_until
        return until if until and until >= self.day else None

    @property
    def limit(self) -> str:
        """How far this parcel can be sent, as a sentence while no province is chosen; "" for the whole country."""
        return "" if self.to else limit_of(self.producer, is_fresh=self.has_fresh)


@dataclass
class Plan:
    parcels: list[PlanParcel]
    troubled: list[PlanLine]
    savings: list[Saving] = field(default_factory=list)
    offered: list[Voucher] = field(default_factory=list)  # that everybody may choose, and this basket has not

    @property
    def goods(self) -> int:
        """After discounts."""
        return sum(parcel.goods for parcel in self.parcels)

    @property
    def goods_before(self) -> int:
        return sum(parcel.goods_before for parcel in self.parcels)

    @property
    def shipping(self) -> int:
        return sum(parcel.shipping for parcel in self.parcels)

    @property
    def shipping_lowest(self) -> int:
        return sum(parcel.quote.lowest for parcel in self.parcels)

    @property
    def total(self) -> int:
        """Whole đồng; where no province is chosen, the highest that may come."""
        return self.goods + self.shipping

    @property
    def total_lowest(self) -> int:
        return self.goods + self.shipping_lowest

    @property
    def is_certain(self) -> bool:
        """Whether the fees hold wherever the parcels go."""
        return self.shipping == self.shipping_lowest

    @property
    def pieces(self) -> int:
        return sum(line.quantity for parcel in self.parcels for line in parcel.lines)

    @property
    def contents(self) -> str:
        """What and how many, as "product:pieces,…": the same for the same goods in any order."""
        lines = sorted((line.product.pk, line.quantity) for parcel in self.parcels for line in parcel.lines)
        return ",".join(f"{product}:{pieces}" for product, pieces in lines)

    @property
    def is_empty(self) -> bool:
        return not self.parcels and not self.troubled

    @property
    def is_orderable(self) -> bool:
        return bool(self.parcels) and not self.troubled

    @property
    def has_fresh(self) -> bool:
        return any(parcel.has_fresh for parcel in self.parcels)

    @property
    def has_alcohol(self) -> bool:
        return any(line.product.is_alcohol for parcel in self.parcels for line in parcel.lines)


def plan_of(basket: Basket, day: date, to: Place | None = None) -> Plan:
    """Plan the basket's lines as they stand on `day`, sent to a province; see LineQuerySet.with_register."""
    return plan_lines(basket.all_lines(), basket, day, to)


def plan_lines(lines: Iterable[Line], basket: Basket, day: date, to: Place | None = None) -> Plan:
    """As plan_of, for lines at hand, loaded with_register(). One query for vouchers, three where there are some."""
    parcels: dict[int, PlanParcel] = {}
    troubled, planned = [], [_plan_line(line, day, to) for line in lines]
    for line in planned:
        if line.trouble:
            troubled.append(line)
        else:
            owner = line.product.owner
            parcels.setdefault(owner.pk, PlanParcel(owner, day, to)).lines.append(line)
    plan = Plan(list(parcels.values()), troubled)
    if planned:
        _bring_vouchers(plan, basket, day)
    return plan


def _plan_line(line: Line, day: date, to: Place | None) -> PlanLine:
    product = line.product
    trouble = why_not(product, line.quantity, day)
    trouble = trouble or why_not_there(product.owner, is_fresh=product.is_fresh, to=to)
    return PlanLine(line, trouble, product.is_sellable(day))


def _bring_vouchers(plan: Plan, basket: Basket, day: date) -> None:
    owners = [parcel.producer.pk for parcel in plan.parcels]
    vouchers = list(Voucher.objects.for_basket(basket, owners, day))
    lines = [line for parcel in plan.parcels for line in parcel.lines]
    active = [voucher for voucher in vouchers if voucher.is_chosen or voucher.is_automatic]
    plan.savings = take_off(active, lines, day)
    plan.offered = [voucher for voucher in vouchers if voucher not in active]
