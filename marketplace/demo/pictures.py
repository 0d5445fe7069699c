"""Draw what has no picture yet, and write each width once."""

from pathlib import Path

from django.conf import settings
from django.db.models import OuterRef, Subquery
from oscar.core.loading import get_model

from catalogue.models import Product
from catalogue.picture_files import WIDTHS, file_name
from marketplace.demo.drawing import Job, draw_all
from marketplace.demo.synthetic import CODE, POOL, pool_stem


def load_pictures() -> int:
    """Give each illustrated product of the demo its print; returns how many were drawn."""
    illustrated = Product.objects.entries().filter(is_illustrated=True)
    own = list(illustrated.exclude(code__startswith=CODE).only("pk", "code", "title", "criteria_set", "picture"))
    bare = [product for product in own if not product.picture]
    for product in bare:
        product.picture = stem_of(product.code)
    jobs = [_job(stem_of(one.code), one.code, one.title, one.criteria_set) for one in own]
    if illustrated.filter(code__startswith=CODE).exists():
        jobs += [_job(pool_stem(criteria_set, name), name, name, criteria_set) for criteria_set, name in POOL]
    missing = [job for job in jobs if not is_written(job.stem)]
    draw_all(missing)
    Product.objects.bulk_update(bare, ["picture"], batch_size=500)
    _sizes_follow()
    _originals(own)
    return len(missing)


def _sizes_follow() -> None:
    """A pack size is shown with the picture of its product."""
    pictures = Product.objects.filter(pk=OuterRef("parent")).values("picture")[:1]
    Product.objects.filter(structure=Product.CHILD).update(picture=Subquery(pictures))


def stem_of(code: str) -> str:
    return f"products/{code.lower()}"


def _job(stem: str, seed: str, name: str, criteria_set: str) -> Job:
    return Job(str(settings.MEDIA_ROOT), stem, seed, name, criteria_set)


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
