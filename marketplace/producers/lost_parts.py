"""Telling the producer of a gift box that something in it may not be sold any more, and what could take its place."""

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import override

from catalogue import boxes, wording
from catalogue.cards import title_of
from catalogue.models import BoxPart, Product
from marketplace.notifications.consents import REMINDERS
from marketplace.notifications.services import enqueue_mail
from marketplace.producers.queries import boxes_out_of_sale
from marketplace.producers.reminders import addresses_of


def tell_of_lost_parts(at: datetime) -> int:
    """Put a mail into the outbox for each part that fell out of a box, once for each time it does; how many parts."""
    day = localdate(at)
    lost = [(box, part) for box in boxes_out_of_sale(day) for part in box.missing_parts(day)]
    for box, part in lost:
        _tell(box, part, day)
    return len(lost)


def _tell(box: Product, part: BoxPart, day: date) -> None:
    with override(box.owner.language):
        context = {
            "producer": box.owner,
            "box": title_of(box),
            "part": title_of(part.product),
            "trouble": wording.why_not_sellable(part.product, day),
            "proposals": [title_of(product) for product in boxes.proposals(part, day)],
            "url": settings.SITE_URL + reverse("workspace:box", args=[box.pk]),
        }
    for address in addresses_of(box.owner):
        key = f"box-part:{part.pk}:{part.product_id}:{_cause(part.product, day)}:{address}"[:120]
        enqueue_mail(
            "box_part_lost", key=key, to=address, language=box.owner.language, purpose=REMINDERS, context=context
        )


def _cause(product: Product, day: date) -> str:
    """The same as long as a part is out for the same reason."""
    held, stopped = product.certificate_told(day), product.suspended
    since = int(stopped.sale_suspended_at.timestamp()) if stopped else 0
    return f"{wording.register_status(product, day)}:{held.pk if held else 0}:{since}"
