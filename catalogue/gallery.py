"""Verbs on the pictures of a product: Oscar's ProductImage rows in their order, the first one also on `Product`.

Each locks the product, so two phones never number the same pictures; each marks the product as changed, so no page
keeps the old order.
"""

from functools import partial
from io import BytesIO

from django.db import transaction
from django.utils.crypto import get_random_string

from catalogue.models import Product, ProductImage
from catalogue.picture_files import WIDTHS, file_name, stem_of
from catalogue.pictures import MOST_PICTURES, delete_files, write_upload


class TooManyPictures(Exception):
    """A product shows at most MOST_PICTURES."""


def new_stem() -> str:
    """A path that no picture had before."""
    return f"products/{get_random_string(16).lower()}"


@transaction.atomic
def add_pictures(product: Product, uploads: list[BytesIO], *, first: bool = False) -> Product:
    """Store photographs behind the others, or with `first` before them; generated illustrations give way.

    Raises TooManyPictures before anything is written, OSError for what is no picture.
    """
    held = _photographs_of(product)
    if len(held) + len(uploads) > MOST_PICTURES:
        raise TooManyPictures
    new = [_store(product, upload) for upload in uploads]
    return _arrange(product, [*new, *held] if first else [*held, *new])


@transaction.atomic
def store_picture(product: Product, upload: BytesIO) -> Product:
    """Make a photograph the product's first picture; of too many the last one goes."""
    held = _photographs_of(product)
    if len(held) >= MOST_PICTURES:
        remove_picture(product, held[-1].pk)
    return add_pictures(product, [upload], first=True)


@transaction.atomic
def move_picture(product: Product, key: int, *, to: int) -> Product:
    """Put a picture (by primary key) at place `to`, counted from 0. Raises ProductImage.DoesNotExist."""
    held = _rows_of(product)
    moved = _one(held, key)
    others = [image for image in held if image != moved]
    return _arrange(product, [*others[: max(0, to)], moved, *others[max(0, to) :]])


@transaction.atomic
def remove_picture(product: Product, key: int) -> Product:
    """Take a picture (by primary key) away, its files too. Raises ProductImage.DoesNotExist."""
    held = _rows_of(product)
    removed = _one(held, key)
    _forget([removed], with_files=not product.is_illustrated)
    return _arrange(product, [image for image in held if image != removed])


@transaction.atomic
def describe_picture(product: Product, key: int, caption: str) -> Product:
    """Say what a picture (by primary key) shows. Raises ProductImage.DoesNotExist."""
    held = _rows_of(product)
    described = _one(held, key)
    described.caption = caption
    described.save(update_fields=["caption"])
    return _arrange(product, held)


def _rows_of(product: Product) -> list[ProductImage]:
    """The rows under lock, one for `product.picture` too where an older upload has none."""
    locked = Product.objects.select_for_update().get(pk=product.pk)
    product.picture, product.is_illustrated = locked.picture, locked.is_illustrated
    held = list(ProductImage.objects.filter(product=product).order_by("display_order", "pk"))
    if product.picture and product.picture not in map(_stem, held):
        held.insert(0, _row(product, product.picture))
    return held


def _photographs_of(product: Product) -> list[ProductImage]:
    """As _rows_of, after taking illustrations away."""
    held = _rows_of(product)
    if not product.is_illustrated:
        return held
    _forget(held, with_files=False)
    product.is_illustrated = False
    return []


def _store(product: Product, upload: BytesIO) -> ProductImage:
    stem = new_stem()
    write_upload(upload, stem)
    return _row(product, stem)


def _row(product: Product, stem: str) -> ProductImage:
    return ProductImage.objects.create(
        product=product, original=file_name(stem, WIDTHS[-1]), display_order=MOST_PICTURES
    )


def _forget(images: list[ProductImage], *, with_files: bool) -> None:
    """Delete rows at once: Oscar's own delete() saves all others again."""
    ProductImage.objects.filter(pk__in=[image.pk for image in images]).delete()
    for image in images if with_files else ():
        transaction.on_commit(partial(delete_files, _stem(image)))


def _arrange(product: Product, images: list[ProductImage]) -> Product:
    for place, image in enumerate(images):
        image.display_order = place
    ProductImage.objects.bulk_update(images, ["display_order"])
    product.picture = _stem(images[0]) if images else ""
    product.save(update_fields=["picture", "is_illustrated", "date_updated"])
    return product


def _one(images: list[ProductImage], key: int) -> ProductImage:
    found = next((image for image in images if image.pk == key), None)
    if found is None:
        raise ProductImage.DoesNotExist
    return found


def _stem(image: ProductImage) -> str:
    return stem_of(image.original.name)
