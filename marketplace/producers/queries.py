"""What a producer sees. Every word starts from the producer: nothing here can reach another's rows."""

from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from catalogue.models import Certificate, Producer, Product
from catalogue.ocop import RENEWAL_OPENS_DAYS
from catalogue.queries import STATES_IN_FORCE
from marketplace.order.models import Order, Parcel
from traceability.models import Event, Label, LabelSheet, Lot

LOW_STOCK = 5  # pieces free to sell


def products_of(producer: Producer) -> QuerySet[Product]:
    """Own products, their pack sizes and gift boxes, with register and stock, by name."""
    return Product.objects.filter(owner=producer).with_register().order_by("title", "pk")


def offers_of(producer: Producer) -> QuerySet[Product]:
    """What has a price and a stock: own products that have no pack sizes, pack sizes, gift boxes."""
    return products_of(producer).exclude(structure=Product.PARENT)


def uncertified(producer: Producer) -> QuerySet[Product]:
    """Own products that no officer registered a certificate for, neither for themselves nor for one of their sizes."""
    entries = products_of(producer).entries().filter(is_box=False)
    return entries.filter(certificates__isnull=True).exclude(children__certificates__isnull=False)


def incomplete_boxes(producer: Producer, day: date) -> QuerySet[Product]:
    """Own gift boxes that cannot be sold on `day` because of what lies in them."""
    return products_of(producer).filter(is_box=True).exclude(pk__in=Product.objects.complete(day).values("pk"))


def boxes_out_of_sale(day: date) -> QuerySet[Product]:
    """Gift boxes of all producers that would be shown and sold on `day` but for what lies in them."""
    shown = Product.objects.public().of_selling_producers().not_suspended().filter(is_box=True, parts__isnull=False)
    return shown.exclude(pk__in=Product.objects.complete(day).values("pk")).distinct().order_by("pk").with_register()


def parcels_of(producer: Producer) -> QuerySet[Parcel]:
    """Own parcels whose order stands or once stood; an order that nobody paid never was their business."""
    unpaid = Q(order__payment_state="awaiting_payment")
    lapsed = Q(order__payment_state__in=("expired", "cancelled")) & ~Q(order__payment_method=Order.Method.COD)
    return Parcel.objects.of_producer(producer).exclude(unpaid | lapsed).select_related("order").order_by("-pk")


def certificates_of(producer: Producer) -> QuerySet[Certificate]:
    """Certificates of own products, the one that ends first at the top."""
    return Certificate.objects.filter(product__owner=producer).select_related("product").order_by("last_day", "pk")


def certificates_to_renew(producer: Producer, day: date) -> QuerySet[Certificate]:
    """Own certificates in force on `day` that end within 180 days: the time to file for re-assessment."""
    return certificates_of(producer).ending_soon(day)


def certificates_on_board(producer: Producer, day: date) -> QuerySet[Certificate]:
    """Own certificates that count on `day`, and those that ran out within 180 days with no later one."""
    lapsed_since = day - timedelta(days=RENEWAL_OPENS_DAYS)
    later = Certificate.objects.filter(product=OuterRef("product"), issued_on__gt=OuterRef("issued_on"))
    ran_out = Q(last_day__lt=day) & ~Exists(later)
    shown = certificates_of(producer).filter(state__in=STATES_IN_FORCE, issued_on__lte=day, last_day__gte=lapsed_since)
    return shown.filter(Q(last_day__gte=day) | ran_out)


def low_on_stock(producer: Producer, day: date) -> QuerySet[Product]:
    """Own products on sale on `day` of which at most LOW_STOCK pieces are free."""
    free = F("stockrecords__num_in_stock") - Coalesce(F("stockrecords__num_allocated"), 0)
    on_sale = products_of(producer).sellable(day).filter(stockrecords__price__isnull=False)
    return on_sale.annotate(free=free).filter(free__lte=LOW_STOCK)


def without_price(producer: Producer, day: date) -> QuerySet[Product]:
    """Own certified products that nobody can buy because they have no price."""
    return offers_of(producer).sellable(day).exclude(stockrecords__price__isnull=False)


def lots_of(producer: Producer) -> QuerySet[Lot]:
    """Own lots with the number of their labels."""
    return Lot.objects.of_producer(producer).select_related("product").with_label_counts()


def sheets_of(producer: Producer) -> QuerySet[LabelSheet]:
    return LabelSheet.objects.filter(product__owner=producer).select_related("product", "lot")


def labels_of(producer: Producer) -> QuerySet[Label]:
    return Label.objects.filter(sheet__product__owner=producer).select_related("lot", "sheet")


def steps_of(producer: Producer) -> QuerySet[Event]:
    """Steps of own lots that the producer itself told and may declare wrong; a recall is taken back by nobody."""
    told = Event.objects.filter(lot__product__owner=producer, author_class=Event.AuthorClass.PRODUCER)
    return told.exclude(stage__in=(Event.Stage.RECALL, Event.Stage.LIFT)).select_related("lot__product__owner")
