"""Placing an order: one transaction, in which the register is asked again and the stock is taken."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from catalogue import ocop
from catalogue.models import Certificate, Place, Product
from marketplace.basket.models import Basket
from marketplace.basket.plans import Plan, PlanLine, PlanParcel, plan_lines
from marketplace.ledger.models import Rate
from marketplace.ledger.shares import Rates
from marketplace.order import states, stock
from marketplace.order.models import Line, LineDiscount, LinePart, Order, Parcel, ParcelEvent
from marketplace.order.numbers import new_order_number
from marketplace.order.services.news import tell_buyer_placed, tell_producers
from marketplace.payment.cod_limits import hold_phone
from marketplace.payment.models import Attempt
from marketplace.payment.providers import PROVIDERS
from marketplace.shipping.methods import ByProducer
from marketplace.vouchers import services as vouchers

HOLDS = {
    Order.Method.CARD: timedelta(minutes=30),
    Order.Method.COD: timedelta(hours=48),
    Order.Method.TRANSFER: timedelta(hours=24),
}
PROVIDER_OF = {Order.Method.CARD: "stripe", Order.Method.COD: "cod", Order.Method.TRANSFER: "transfer"}


class Refused(Exception):
    """The order cannot be placed as it stands. `sentences` are for the visitor; nothing was changed."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class NothingToOrder(Refused):
    """The basket is empty, or is not open any more and became no order."""


@dataclass(frozen=True)
class Delivery:
    """To whom and where; the phone as E.164."""

    recipient: str
    phone: str
    province: Place
    commune: Place
    street: str
    note: str = ""
    email: str = ""


def place_order(
    basket: Basket,
    *,
    delivery: Delivery,
    method: str,
    shown_total: int,
    shown_contents: str | None = None,
    at: datetime,
    language: str = "vi",
    user: AbstractBaseUser | None = None,
    is_adult: bool = False,
) -> Order:
    """Turn an open basket into an order with one parcel per producer, and hold its stock.

    A basket that became an order gives that order again: a double click changes nothing. Raises Refused with
    sentences when something cannot be bought any more, when the total is not `shown_total` (đồng) or the goods are not
    `shown_contents` (Plan.contents), when it cannot be paid by `method`, or when it holds alcohol and nobody said
    `is_adult`; the basket then stays open. Payment begins afterwards, outside the transaction.
    """
    with transaction.atomic():
        if not _close_gate(basket):
            return _order_of(basket)
        _refuse_early(basket)
        if method == Order.Method.COD:
            hold_phone(delivery.phone)
        plan = _checked_plan(basket, localdate(at), delivery.province)
        _check_method(plan, method, delivery.phone)
        _check_age(plan, is_adult=is_adult)
        _check_shown(plan, shown_total, shown_contents)
        order = _create_order(basket, plan, delivery, method, at, language, user)
        for position, parcel in enumerate(plan.parcels, start=1):
            _create_parcel(order, parcel, position, localdate(at))
        _take_stock(order)
        _use_vouchers(order, plan, localdate(at))
        Attempt.objects.create(order=order, provider=PROVIDER_OF[method], amount=order.total, created_at=at)
        Basket.objects.filter(pk=basket.pk).update(status=Basket.SUBMITTED, date_submitted=at)
        _tell(order)
    return order


def _close_gate(basket: Basket) -> bool:
    """Whether we are the one who turns this basket into an order."""
    return Basket.objects.filter(pk=basket.pk, status=Basket.OPEN).update(status=Basket.FROZEN) == 1


def _order_of(basket: Basket) -> Order:
    order = Order.objects.filter(basket=basket.pk).first()
    if order is None:
        raise NothingToOrder(_("Giỏ hàng này không còn nữa."))
    return order


def _refuse_early(basket: Basket) -> None:
    """Spare those who come too late, in a rush most of all, everything else: `_take_stock` decides for the others."""
    if late := [_sold_out(line.product.title) for line in stock.short(basket.lines.select_related("product"))]:
        raise Refused(*late)


def _checked_plan(basket: Basket, day: date, to: Place) -> Plan:
    """Hold certificates, then lock gift boxes, each in key order; then ask everything again."""
    products = list(basket.lines.values_list("product", flat=True))
    behind = Product.objects.behind(products)
    _hold_certificates(behind)
    _lock_boxes(products)
    if behind != Product.objects.behind(products):
        raise Refused(_("Hộp quà trong giỏ vừa được thay món. Xin xem lại giỏ hàng."))
    sellable = set(Product.objects.sellable(day).filter(pk__in=products).values_list("pk", flat=True))
    lines = list(basket.lines.with_register().order_by("stockrecord_id", "pk"))
    plan = plan_lines(lines, basket, day, to)
    if plan.is_empty:
        raise NothingToOrder(_("Giỏ hàng đang trống."))
    if plan.troubled:
        raise Refused(*(f"{line.product.title}: {line.trouble}" for line in plan.troubled))
    if not {line.product_id for line in lines} <= sellable:
        raise Refused(_("Có sản phẩm vừa ngừng bán. Xin xem lại giỏ hàng."))
    return plan


def _lock_boxes(products: list[int]) -> None:
    """Nobody exchanges a part of a gift box until we are done."""
    list(Product.objects.filter(pk__in=products, is_box=True).order_by("pk").select_for_update(no_key=True))


def _hold_certificates(products: set[int]) -> None:
    """Wait for whoever is revoking one of them, and make them wait for us."""
    Certificate.objects.hold(products)


def _check_method(plan: Plan, method: str, phone: str) -> None:
    provider = PROVIDERS.get(PROVIDER_OF.get(method, ""))
    if provider is None or not provider.is_configured():
        raise Refused(_("Hãy chọn một cách thanh toán trong danh sách."))
    if sentence := provider.refusal(plan.total, has_fresh=plan.has_fresh, phone=phone):
        raise Refused(sentence)


def _check_age(plan: Plan, *, is_adult: bool) -> None:
    """Wine and spirits go to those only who say that they are old enough."""
    if plan.has_alcohol and not is_adult:
        said = _("Trong giỏ có rượu: xin xác nhận người mua đã đủ %(age)s tuổi.")
        raise Refused(said % {"age": ocop.ALCOHOL_AGE})


def _check_shown(plan: Plan, total: int, contents: str | None) -> None:
    """Nobody orders what another tab put into the basket after this page was shown."""
    if contents not in (None, plan.contents):
        raise Refused(_("Giỏ hàng vừa thay đổi ở một thẻ khác. Xin xem lại các món rồi đặt hàng."))
    if plan.total != total:
        raise Refused(
            _("Giá hoặc phí vận chuyển vừa thay đổi. Xin xem lại tổng tiền rồi đặt hàng."),
            *(saving.trouble for saving in plan.savings if saving.trouble),
        )


def _create_order(
    basket: Basket,
    plan: Plan,
    delivery: Delivery,
    method: str,
    at: datetime,
    language: str,
    user: AbstractBaseUser | None,
) -> Order:
    money_first = PROVIDERS[PROVIDER_OF[method]].takes_money_first
    return Order.objects.create(
        number=new_order_number(),
        basket=basket,
        user=user,
        site_id=1,
        currency="VND",
        total_incl_tax=plan.total,
        total_excl_tax=plan.total,
        shipping_incl_tax=plan.shipping,
        shipping_excl_tax=plan.shipping,
        shipping_code=ByProducer.code,
        guest_email=delivery.email,
        date_placed=at,
        payment_method=method,
        payment_state=states.Payment.AWAITING if money_first else states.Payment.AWAITING_COD,
        hold_until=at + HOLDS[method],
        recipient=delivery.recipient,
        phone=delivery.phone,
        province=delivery.province,
        commune=delivery.commune,
        street=delivery.street,
        note=delivery.note,
        language=language,
    )


def _create_parcel(order: Order, planned: PlanParcel, position: int, day: date) -> Parcel:
    parcel = Parcel.objects.create(
        order=order,
        producer=planned.producer,
        position=position,
        goods=planned.goods,
        shipping=planned.shipping,
        window_first=planned.quote.first,
        window_last=planned.quote.last,
    )
    ParcelEvent.objects.create(parcel=parcel, status=parcel.status, at=order.date_placed)
    rates = Rate.objects.in_force(day, parcel.producer.kind)
    lines = Line.objects.bulk_create(_order_line(order, parcel, line, day, rates) for line in planned.lines)
    LinePart.objects.bulk_create(part for line in lines for part in _line_parts(line, day))
    LineDiscount.objects.bulk_create(_discounts(lines, planned))
    return parcel


def _discounts(lines: list[Line], planned: PlanParcel) -> Iterator[LineDiscount]:
    for line, plan in zip(lines, planned.lines, strict=True):
        for voucher, amount in plan.discounts:
            yield LineDiscount(line=line, code=voucher.code, amount=amount, funder=voucher.funder)


def _order_line(order: Order, parcel: Parcel, planned: PlanLine, day: date, rates: Rates) -> Line:
    """The line with price, certificate and rates as they stand on `day`; a gift box has no certificate of its own."""
    product, record = planned.product, planned.line.stockrecord
    return Line(
        order=order,
        parcel=parcel,
        partner_id=record.partner_id,
        partner_name=parcel.producer.name[:128],
        partner_sku=record.partner_sku,
        stockrecord=record,
        product=product,
        title=product.title,
        upc=product.upc,
        quantity=planned.quantity,
        num_allocated=planned.quantity,
        fee_rate=rates.fee,
        vat_rate=rates.vat,
        pit_rate=rates.pit,
        **_prices(planned),
        **_frozen(product, day),
    )


def _line_parts(line: Line, day: date) -> Iterator[LinePart]:
    """What lies in a gift box, each part with its certificate as it stands on `day`."""
    for part in line.product.parts.all() if line.product.is_box else ():
        yield LinePart(
            line=line,
            product=part.product,
            title=part.product.title,
            producer_name=part.product.owner.name,
            quantity=part.quantity,
            **_frozen(part.product, day),
        )


def _frozen(product: Product, day: date) -> dict:
    """The columns that keep a product's certificate as it stands on `day`; none for a gift box."""
    certificate = product.certificate_in_force(day)
    if certificate is None:
        return {}
    return {
        "certificate": certificate,
        "certificate_number": certificate.number or certificate.decision_number,
        "certificate_stars": certificate.stars,
        "certificate_until": certificate.until,
    }


def _prices(planned: PlanLine) -> dict[str, int]:
    names = ("line_price_excl_tax", "line_price_incl_tax")
    before = ("line_price_before_discounts_excl_tax", "line_price_before_discounts_incl_tax")
    units = ("unit_price_excl_tax", "unit_price_incl_tax")
    prices = dict.fromkeys(names, planned.price) | dict.fromkeys(before, planned.price_before)
    return prices | dict.fromkeys(units, planned.unit_price)


def _take_stock(order: Order) -> None:
    """Hold the pieces, stock rows in key order. Raises Refused when somebody was faster."""
    for line in order.lines.order_by("stockrecord_id", "pk"):
        if not stock.take(line.stockrecord_id, line.quantity):
            raise Refused(_sold_out(line.title))


def _sold_out(title: str) -> str:
    return _("%(title)s: vừa hết hàng hoặc không còn đủ số lượng.") % {"title": title}


def _use_vouchers(order: Order, plan: Plan, day: date) -> None:
    """Take one use of each voucher that helped, rows in key order. Raises Refused when somebody was faster."""
    try:
        for saving in sorted(plan.savings, key=lambda saving: saving.voucher.pk):
            if saving.amount:
                vouchers.use(saving.voucher, order=order, amount=saving.amount, day=day)
    except vouchers.NotLeft as trouble:
        raise Refused(str(trouble)) from trouble


def _tell(order: Order) -> None:
    tell_buyer_placed(order)
    if order.payment_state == states.Payment.AWAITING_COD:
        tell_producers(order)
