"""Which products a page shows today, and what it may say of them."""

from django.utils.timezone import localdate
from wagtail.models import Page

from catalogue.models import Product


def shown(product: Product | None) -> dict:
    """One product inside a text; None when it is no longer public."""
    found = (
        product
        and Product.objects.public().with_register().prefetch_related("translations").filter(pk=product.pk).first()
    )
    return {"product": found, "day": localdate()}


def told(page: Page) -> dict:
    """A story keeps its products for ever: each with its certificate of today, or what became of it."""
    wanted = [item.product_id for item in page.items.all()]
    found = Product.objects.public().with_register().prefetch_related("translations").in_bulk(wanted)
    return {"products": [found[pk] for pk in wanted if pk in found], "day": localdate()}


def collected(page: Page) -> dict:
    """A collection shows what holds a certificate today, and gift boxes of such things; the others are left out until they do again."""
    day = localdate()
    items = list(page.items.all())
    valid = Product.objects.public().entries().vouched_for(day).with_register().prefetch_related("translations")
    found = valid.in_bulk([item.product_id for item in items])
    shown = [(found[item.product_id], item.words) for item in items if item.product_id in found]
    return {"collection": page, "shown": shown, "hidden": len(items) - len(shown), "day": day}
