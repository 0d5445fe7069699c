"""What tests of buying share: baskets, deliveries, orders and a running double."""

from django.utils.timezone import now

from marketplace.basket.models import Basket
from marketplace.basket.plans import plan_of
from marketplace.basket.services import add_to_basket
from marketplace.order.services import Delivery, place_order
from marketplace.partner.strategy import ShopStrategy
from tests.factories import PlaceFactory, ProductFactory


def basket_of(*wanted, owner=None):
    """A basket of (product, quantity) pairs or products."""
    basket = Basket.objects.create(owner=owner)
    basket.strategy = ShopStrategy()
    for item in wanted:
        product, quantity = item if isinstance(item, tuple) else (item, 1)
        add_to_basket(basket, product, quantity=quantity, day=now().date())
    return basket


def commune(province=None):
    province = province or PlaceFactory()
    return PlaceFactory(level="commune", parent=province, code=f"{province.code}001", name="Xã Kiểm Thử")


def delivery(**changes):
    place = changes.pop("commune", None) or commune()
    facts = {
        "recipient": "Nguyễn Thị Kiểm",
        "phone": "+84912345678",
        "province": place.parent,
        "commune": place,
        "street": "12 đường Thử",
        "email": "khach@example.test",
    }
    return Delivery(**(facts | changes))


def order_of(basket=None, to=None, *, method="cod", at=None, shown_total=None, user=None):
    basket = basket or basket_of(ProductFactory())
    at = at or now()
    total = shown_total if shown_total is not None else plan_of(Basket.objects.get(pk=basket.pk), at.date()).total
    return place_order(basket, delivery=to or delivery(), method=method, shown_total=total, at=at, user=user)
