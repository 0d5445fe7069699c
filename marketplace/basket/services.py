"""Putting things into a basket and taking them out."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.cards import title_of
from catalogue.models import Product
from marketplace.basket.models import Basket, Line
from marketplace.basket.plans import MAX_PIECES
from marketplace.basket.reasons import why_not

MAX_LINES = 50


class CannotAdd(Exception):
    """The sentence for the visitor is the message; nothing was changed."""


@transaction.atomic
def add_to_basket(basket: Basket, product: Product, *, quantity: int, day: date) -> Line:
    """Put `quantity` more pieces into the basket, which needs its strategy; makes the basket's row when missing.

    Raises CannotAdd for what is not purchasable on `day`, and past 99 pieces or 50 lines.
    """
    here = basket.lines.filter(product=product).first() if basket.pk else None
    wanted = quantity + (here.quantity if here else 0)
    _check_range(quantity)
    _check_range(wanted)
    _check_product(product, wanted, day)
    if here is None and basket.pk and basket.lines.count() >= MAX_LINES:
        raise CannotAdd(_("Giỏ hàng đã có %(count)d loại sản phẩm, hãy đặt bớt trước khi thêm.") % {"count": MAX_LINES})
    line, _created = basket.add_product(product, quantity)
    return line


def set_quantity(line: Line, *, quantity: int, day: date) -> Line:
    """Change how many pieces are wanted; 0 removes the line. Raises CannotAdd."""
    if quantity == 0:
        line.delete()
        return line
    _check_range(quantity)
    if quantity > line.quantity:
        _check_product(line.product, quantity, day)
    line.quantity = quantity
    line.save(update_fields=["quantity", "date_updated"])
    return line


def _check_range(quantity: int) -> None:
    if not 1 <= quantity <= MAX_PIECES:
        raise CannotAdd(_("Mỗi sản phẩm đặt được từ 1 đến %(count)d.") % {"count": MAX_PIECES})


def _check_product(product: Product, quantity: int, day: date) -> None:
    if reason := why_not(product, quantity, day):
        raise CannotAdd(f"{title_of(product)}: {reason}")
