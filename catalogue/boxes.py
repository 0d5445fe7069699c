"""Verbs of gift boxes, and what may take the place of a part that fell out. Each leaves a line in the box's history."""

from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Abs
from django.utils.translation import gettext as _

from catalogue import ocop
from catalogue.cards import title_of
from catalogue.models import BoxEvent, BoxPart, Product

Actor = AbstractBaseUser | None
MOST_PARTS, MOST_PIECES, MOST_PROPOSED = 12, 20, 5
PRICE_WITHIN = 2  # times as dear, or a half: what may take a part's place


class CannotLieInBox(Exception):
    """The sentence for the seller is the message; nothing was changed."""


@transaction.atomic
def add_part(box: Product, *, product: Product, day: date, quantity: int = 1, actor: Actor = None) -> BoxPart:
    """Put `quantity` pieces of a product, or of one of its sizes, into a box. Raises CannotLieInBox."""
    box = _lock(box)
    parts = list(box.parts.all())
    _check(product, parts, day)
    if len(parts) >= MOST_PARTS or not 1 <= quantity <= MOST_PIECES:
        raise CannotLieInBox(_("Một hộp chứa tối đa %(count)s món.") % {"count": MOST_PARTS})
    part = BoxPart.objects.create(box=box, product=product, quantity=quantity, position=len(parts))
    BoxEvent.objects.create(box=box, added=product, actor=actor)
    return part


@transaction.atomic
def exchange_part(part: BoxPart, *, product: Product, day: date, reason: str = "", actor: Actor = None) -> BoxPart:
    """Put a product in the place of a part, as many pieces of it. Raises CannotLieInBox, BoxPart.DoesNotExist."""
    box = _lock(part.box)
    parts = list(box.parts.all())
    part = BoxPart.objects.get(pk=part.pk, box=box)
    _check(product, parts, day)
    BoxEvent.objects.create(box=box, removed=part.product, added=product, reason=reason[:300], actor=actor)
    part.product = product
    part.save(update_fields=["product"])
    return part


@transaction.atomic
def remove_part(part: BoxPart, *, actor: Actor = None) -> None:
    """Take a part out of its box."""
    box = _lock(part.box)
    BoxEvent.objects.create(box=box, removed=part.product, actor=actor)
    part.delete()


def proposals(part: BoxPart, day: date) -> list[Product]:
    """What may take a part's place on `day`, the best first: purchasable, of the same group, at a similar price;
    of the same province before others, then of the same criteria set, then the nearest in price."""
    lost = part.product
    in_box = part.box.parts.values("product")
    found = fit_for_boxes(day).filter(criteria_set__in=ocop.sets_of(ocop.group_of(lost.criteria_set)))
    found = found.exclude(pk__in=in_box).exclude(pk=lost.pk)
    return list(_nearest(found, lost).with_register()[:MOST_PROPOSED])


def fit_for_boxes(day: date) -> QuerySet[Product]:
    """What can be put into a box on `day`: products without sizes, and sizes."""
    return Product.objects.purchasable(day).filter(is_box=False).exclude(structure=Product.PARENT)


def _nearest(found: QuerySet[Product], lost: Product) -> QuerySet[Product]:
    order = [_same("province", lost.province_id), _same("criteria_set", lost.criteria_set)]
    face = lost.price
    if face is not None:
        within = Q(stockrecords__price__gte=face / PRICE_WITHIN, stockrecords__price__lte=face * PRICE_WITHIN)
        found, order = found.filter(within), [*order, Abs(F("stockrecords__price") - face).asc()]
    return found.order_by(*order, "pk")


def _same(column: str, value: object):
    return ExpressionWrapper(Q(**{column: value}), output_field=BooleanField()).desc()


def _check(product: Product, parts: list[BoxPart], day: date) -> None:
    named = {"title": title_of(product)}
    if product.pk in {part.product_id for part in parts}:
        raise CannotLieInBox(_("“%(title)s” đã có trong hộp.") % named)
    if not fit_for_boxes(day).filter(pk=product.pk).exists():
        raise CannotLieInBox(_("“%(title)s” hiện không mua được nên không cho vào hộp được.") % named)


def _lock(box: Product) -> Product:
    """Orders that read this box wait for us, and we for them: see marketplace.order.services.placement."""
    return Product.objects.select_for_update(no_key=True).get(pk=box.pk, is_box=True)
