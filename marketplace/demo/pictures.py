"""Draw what has no picture yet, and write each width once."""

from pathlib import Path

from django.conf import settings
from oscar.core.loading import get_model

from catalogue.models import Product
from catalogue.picture_files import WIDTHS, file_name
from marketplace.demo.drawing import Job, draw_all


def load_pictures() -> int:
    """Give each illustrated product of the demo its picture; returns how many were drawn."""
    products = list(Product.objects.filter(is_illustrated=True).only("pk", "code", "title", "criteria_set", "picture"))
    for product in products:
        product.picture = product.picture or stem_of(product.code)
    jobs = [_job(product) for product in products if _is_own(product) and not is_written(product.picture)]
    draw_all(jobs)
    Product.objects.bulk_update(products, ["picture"], batch_size=500)
    _originals([product for product in products if _is_own(product)])
    return len(jobs)


def stem_of(code: str) -> str:
    return f"products/{code.lower()}"


def _is_own(product: Product) -> bool:
    """Synthetic products share pictures from a pool; the others have one of their own."""
    return product.picture == stem_of(product.code)


def _job(product: Product) -> Job:
    return Job(str(settings.MEDIA_ROOT), product.picture, product.code, product.title, product.criteria_set)


def is_written(stem: str) -> bool:
    """Whether the last width is there; widths are written in order."""
    return (Path(settings.MEDIA_ROOT) / file_name(stem, WIDTHS[-1])).exists()


def _originals(products: list[Product]) -> None:
    """Oscar's dashboard looks for a ProductImage: the widest file serves."""
    ProductImage = get_model("catalogue", "ProductImage")
    having = set(ProductImage.objects.values_list("product_id", flat=True))
    ProductImage.objects.bulk_create(
        [
            ProductImage(product=product, original=file_name(product.picture, WIDTHS[-1]))
            for product in products
            if product.pk not in having
        ],
        batch_size=500,
    )
