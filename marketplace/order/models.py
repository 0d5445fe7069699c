"""One order, one payment; one parcel per producer."""

from functools import reduce

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from oscar.apps.order.abstract_models import AbstractLine, AbstractOrder

from catalogue.models import Certificate, Place, Producer, Product
from marketplace.ledger import shares
from marketplace.order import states
from marketplace.order.phones import spoken
from marketplace.order.queries import OrderQuerySet, ParcelQuerySet


def whole_dong(column: str) -> Q:
    return Q(**{column: Cast(column, models.BigIntegerField())})


class Order(AbstractOrder):
    """What a buyer ordered in one go (đơn hàng), placed before it is paid.

    Oscar's amounts stay Decimal and are whole đồng, VAT included; the int properties are for our own code.
    """

    class Method(models.TextChoices):
        COD = "cod", _("Trả tiền khi nhận hàng")
        CARD = "card", _("Thẻ ngân hàng")
        TRANSFER = "transfer", _("Chuyển khoản")

    payment_method = models.CharField(max_length=8, choices=Method, default=Method.COD)
    payment_state = models.CharField(max_length=26, choices=states.Payment, default=states.Payment.AWAITING)
    hold_until = models.DateTimeField(null=True, blank=True, db_index=True)
    recipient = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    province = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    commune = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    street = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=5, default="vi")

    objects = OrderQuerySet.as_manager()

    class Meta(AbstractOrder.Meta):
        constraints = [
            models.UniqueConstraint(fields=["basket"], name="order_once_per_basket"),
            models.CheckConstraint(
                condition=whole_dong("total_incl_tax") & whole_dong("shipping_incl_tax"),
                name="order_total_is_whole_dong",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("orders:detail", args=[self.number])

    @property
    def total(self) -> int:
        """Whole đồng, shipping and VAT included."""
        return int(self.total_incl_tax)

    @property
    def shipping(self) -> int:
        """Whole đồng, all parcels together."""
        return int(self.shipping_incl_tax)

    @property
    def goods(self) -> int:
        return self.total - self.shipping

    @property
    def saved(self) -> int:
        """What vouchers took off, whole đồng; no query after with_parcels()."""
        return sum(line.price_before - line.price for parcel in self.parcels.all() for line in parcel.lines.all())

    @property
    def voucher_codes(self) -> list[str]:
        """Codes of the vouchers that took something off; one query."""
        return list(self.voucher_uses.order_by("pk").values_list("voucher__code", flat=True))

    @property
    def goods_before(self) -> int:
        """Goods before vouchers, whole đồng."""
        return self.goods + self.saved

    @property
    def address(self) -> str:
        """One line: street, commune, province."""
        return ", ".join(str(part) for part in (self.street, self.commune, self.province) if part)

    @property
    def spoken_phone(self) -> str:
        return spoken(self.phone)

    @property
    def is_waiting_for_money(self) -> bool:
        return self.payment_state == states.Payment.AWAITING

    @property
    def fulfilment(self) -> str:
        """How far the goods have come, derived from the parcels: 'waiting', 'partly', 'sent', 'done' or 'off'."""
        statuses = {parcel.status for parcel in self.parcels.all()} - {"cancelled", "rejected", "returned", "lost"}
        if not statuses:
            return "off"
        if statuses <= {"delivered", "completed"}:
            return "done"
        if not statuses & states.HOLDING:
            return "sent"
        return "waiting" if statuses <= states.HOLDING else "partly"


class Parcel(models.Model):
    """What one producer sends for an order (kiện hàng), with its own shipping and its own way.

    The window is what was promised at placement: first and last day at the door, both included.
    """

    order = models.ForeignKey(Order, models.CASCADE, related_name="parcels")
    producer = models.ForeignKey(Producer, models.PROTECT, related_name="parcels")
    position = models.PositiveSmallIntegerField()
    goods = models.BigIntegerField()
    shipping = models.BigIntegerField()
    window_first = models.DateField(null=True, blank=True)
    window_last = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=13, choices=states.Parcel, default=states.Parcel.NEW)
    carrier = models.CharField(max_length=60, blank=True)
    tracking = models.CharField(max_length=60, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    shipping_off = models.BigIntegerField(default=0)

    objects = ParcelQuerySet.as_manager()
    BAD_ENDS = states.BAD_ENDS

    class Meta:
        ordering = ["order", "position"]
        constraints = [
            models.UniqueConstraint(fields=["order", "producer"], name="parcel_once_per_order_and_producer"),
            models.CheckConstraint(
                condition=Q(goods__gt=0) & Q(shipping__gte=0), name="parcel_holds_goods_and_no_negative_fee"
            ),
            models.CheckConstraint(
                condition=Q(shipping_off__gte=0) & Q(shipping_off__lte=F("shipping")),
                name="parcel_gives_back_at_most_its_shipping",
            ),
        ]
        indexes = [models.Index(fields=["producer", "status"], name="parcel_of_producer")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The order's number and the parcel's place in it: "OC7K3M9QX2AB-1"."""
        return f"{self.order.number}-{self.position}"

    @property
    def total(self) -> int:
        """Goods and shipping as ordered, whole đồng."""
        return self.goods + self.shipping

    @property
    def is_under_way(self) -> bool:
        """Whether the goods are still to arrive."""
        return self.status in states.HOLDING | {"shipped"}

    @property
    def kept_goods(self) -> int:
        """Of the pieces that were neither called off nor returned, whole đồng."""
        return sum(line.price_of(line.kept) for line in self.lines.all())

    @property
    def kept_shipping(self) -> int:
        return self.shipping - self.shipping_off

    @property
    def kept_total(self) -> int:
        return self.kept_goods + self.kept_shipping

    @property
    def gone_total(self) -> int:
        """What of `total` was called off or given back."""
        return self.total - self.kept_total

    @property
    def split(self) -> shares.Split:
        """Where the đồng of the kept goods go."""
        return reduce(shares.Split.plus, (line.split_of(line.kept) for line in self.lines.all()), shares.Split())

    @property
    def cash_due(self) -> int:
        """What the courier collects for this parcel, whole đồng; 0 unless paid on delivery."""
        is_alive = self.status not in states.NOBODY_HAS
        return self.kept_total if is_alive and self.order.payment_method == Order.Method.COD else 0


class ParcelEvent(models.Model):
    """One step of a parcel's way, with who took it (nobody: the system); or, no step, a change told by its note."""

    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="events")
    status = models.CharField(max_length=13, choices=states.Parcel)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    is_step = models.BooleanField(default=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.parcel_id} {self.status}"


class Line(AbstractLine):
    """What was bought, with the certificate and the rates (basis points) as they stood on the day (frozen).

    Pieces leave it in two ways: `called_off` were never delivered, `returned` came back. `restocked` of them lie on
    the shelf again.
    """

    parcel = models.ForeignKey(Parcel, models.CASCADE, null=True, blank=True, related_name="lines")
    certificate = models.ForeignKey(Certificate, models.PROTECT, null=True, blank=True, related_name="+")
    certificate_number = models.CharField(max_length=60, blank=True)
    certificate_stars = models.PositiveSmallIntegerField(null=True, blank=True)
    certificate_until = models.DateField(null=True, blank=True)
    fee_rate = models.PositiveSmallIntegerField(default=0)
    vat_rate = models.PositiveSmallIntegerField(default=0)
    pit_rate = models.PositiveSmallIntegerField(default=0)
    called_off = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)
    restocked = models.PositiveIntegerField(default=0)

    class Meta(AbstractLine.Meta):
        constraints = [
            models.CheckConstraint(
                condition=whole_dong("line_price_incl_tax") & whole_dong("unit_price_incl_tax"),
                name="order_line_price_is_whole_dong",
            ),
            models.CheckConstraint(
                condition=Q(num_allocated__lte=F("quantity")), name="order_line_holds_at_most_its_quantity"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=F("called_off") + F("returned")),
                name="order_line_gives_back_at_most_its_pieces",
            ),
            models.CheckConstraint(
                condition=Q(restocked__lte=F("called_off") + F("returned")),
                name="order_line_restocks_only_what_came_back",
            ),
        ]

    @property
    def price(self) -> int:
        """Of the whole line, after discounts, whole đồng."""
        return int(self.line_price_incl_tax)

    @property
    def price_before(self) -> int:
        """Of the whole line, before discounts (its shares: `discount_shares`), whole đồng."""
        return int(self.line_price_before_discounts_incl_tax)

    @property
    def unit_price(self) -> int:
        return int(self.unit_price_incl_tax)

    @property
    def kept(self) -> int:
        """Pieces that the buyer has or will get."""
        return self.quantity - self.called_off - self.returned

    @property
    def sent(self) -> int:
        """Pieces that lie in the parcel, or lay in it when it left."""
        return self.quantity - self.called_off

    @property
    def to_restock(self) -> int:
        """Pieces that came back and do not lie on the shelf again: returned ones, or the parcel came back whole."""
        came_back = self.called_off if self.parcel.status == states.Parcel.RETURNED else 0
        return self.returned + came_back - self.restocked

    @property
    def added(self) -> int:
        """What the platform adds to the price for the producer: its vouchers, whole đồng."""
        by_platform = LineDiscount.Funder.PLATFORM
        return sum(share.amount for share in self.discount_shares.all() if share.funder == by_platform)

    def price_of(self, pieces: int) -> int:
        """Of that many of its pieces, whole đồng; what a piece gives back is the difference of two of these."""
        return shares.first(self.price, pieces, self.quantity)

    def split_of(self, pieces: int) -> shares.Split:
        """Where the đồng of that many of its pieces go, by its frozen rates."""
        rates = shares.Rates(self.fee_rate, self.vat_rate, self.pit_rate)
        return shares.settle(self.price_of(pieces), shares.first(self.added, pieces, self.quantity), rates)


class LinePart(models.Model):
    """What lay in a gift box that was bought, with its certificate as it stood on the day (frozen)."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="parts")
    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    title = models.CharField(max_length=255)
    producer_name = models.CharField(max_length=200, blank=True)
    quantity = models.PositiveSmallIntegerField()
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="+")
    certificate_number = models.CharField(max_length=60, blank=True)
    certificate_stars = models.PositiveSmallIntegerField()
    certificate_until = models.DateField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.title}"


class LineDiscount(models.Model):
    """What a voucher took off one line (whole đồng), and who bears it: the producer, or the platform."""

    class Funder(models.TextChoices):
        PRODUCER = "producer", _("Nhà sản xuất")
        PLATFORM = "platform", _("Sàn")

    line = models.ForeignKey(Line, models.CASCADE, related_name="discount_shares")
    code = models.CharField(max_length=40)
    amount = models.BigIntegerField()
    funder = models.CharField(max_length=8, choices=Funder)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="line_discount_takes_something_off"),
            models.UniqueConstraint(fields=["line", "code"], name="line_discount_once_per_line_and_code"),
        ]

    def __str__(self) -> str:
        return f"{self.code} −{self.amount}"


from marketplace.order.returns import ReturnLine, ReturnPhoto, ReturnRequest  # noqa: E402, F401

from oscar.apps.order.models import *  # noqa: E402, F403
