"""What a buyer does with an order that was placed: keep it in an account, buy the same again."""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from catalogue.cards import title_of
from catalogue.models import Product
from marketplace.accounts.models import User
from marketplace.basket.models import Basket
from marketplace.basket.plans import MAX_PIECES
from marketplace.basket.reasons import why_not
from marketplace.basket.services import CannotAdd, add_to_basket
from marketplace.order.models import Order


class Again(NamedTuple):
    """What became of each line: titles that are in the basket now, and (title, why not or not all)."""

    added: list[str]
    left: list[tuple[str, str]]


def keep_order(order: Order, user: User) -> bool:
    """Put an order that belongs to nobody into an account; whether it is this person's now.

    Whoever calls has made sure that the visitor proved it theirs.
    """
    Order.objects.filter(pk=order.pk, user=None).update(user=user)
    return Order.objects.filter(pk=order.pk, user=user).exists()


def buy_again(order: Order, basket: Basket, *, day: date) -> Again:
    """Put what is still purchasable on `day` into the basket, as many pieces as can be had."""
    products = (
        Product.objects.with_register()
        .prefetch_related("translations")
        .in_bulk(list(order.lines.values_list("product", flat=True)))
    )
    again = Again([], [])
    for line in order.lines.order_by("pk"):
        product = products.get(line.product_id)
        title = title_of(product) if product else line.title
        pieces, trouble = _add(basket, product, line.quantity, day) if product else (0, _("không còn bán ở đây."))
        if pieces:
            again.added.append(title)
        if trouble:
            again.left.append((title, trouble))
    return again


def _add(basket: Basket, product: Product, quantity: int, day: date) -> tuple[int, str]:
    """(pieces added, why not all)."""
    here = basket.lines.filter(product=product).first() if basket.pk else None
    held = here.quantity if here else 0
    pieces = max(0, min(quantity, MAX_PIECES - held, product.free_stock - held))
    if not product.is_shown or not product.is_purchasable(day) or not pieces:
        return 0, why_not(product, quantity + held, day) or _("trong giỏ đã có đủ.")
    try:
        add_to_basket(basket, product, quantity=pieces, day=day)
    except CannotAdd as refusal:
        return 0, str(refusal)
    return pieces, "" if pieces == quantity else _("chỉ thêm được %(count)s.") % {"count": pieces}
