"""What the words of a product ask of other products."""

from collections.abc import Iterable
from datetime import date

from django.apps import apps
from django.db.models import Prefetch, prefetch_related_objects


def inherited(certificates: Iterable, own: Iterable) -> list:
    """Of a product's `certificates`, those that a pack size with certificates of its `own` inherits: only later ones.
    What a decision says of a size stands, also when that is revoked or has ended (DECISIONS 23)."""
    named = max((one.issued_on for one in own), default=date.min)
    return [one for one in certificates if one.issued_on > named]


def load_company(products: list) -> None:
    """Load beside products what their words ask of others: sizes, the product of a size, the parts of a gift box."""
    model, held = apps.get_model("catalogue", "Product"), apps.get_model("catalogue", "Certificate").objects
    certificates = Prefetch("certificates", held.select_related("superseded_by"))
    register = model.objects.select_related("owner", "province").prefetch_related(certificates)
    stocked, named = register.prefetch_related("stockrecords"), register.prefetch_related("translations")
    lying = stocked.prefetch_related("translations")
    parts = apps.get_model("catalogue", "BoxPart").objects.prefetch_related(Prefetch("product", lying))
    boxes = [product for product in products if product.is_box]
    _load(boxes, Prefetch("parts", parts))
    all_of_them = [*products, *(part.product for box in boxes for part in box.parts.all())]
    _load([product for product in all_of_them if product.is_child], Prefetch("parent", named))
    _load([product for product in all_of_them if product.is_parent], Prefetch("children", stocked))


def _load(products: list, lookup: Prefetch) -> None:
    if products:
        prefetch_related_objects(products, lookup)
