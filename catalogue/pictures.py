"""Where the pictures of a product are found, and how one is stored: WebP, 4:5, written once in fixed widths.

`Product.picture` is a path below MEDIA without width and suffix ("products/p001"): a list costs no query for its
pictures, and no request makes a thumbnail.
"""

from io import BytesIO
from typing import NamedTuple

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.templatetags.static import static
from PIL import Image

from catalogue.carried import rows_in
from catalogue.models import Product, ProductImage
from catalogue.picture_files import WIDTHS, encoded, file_name, fitting, stem_of

MOST_PICTURES = 8  # of a product


class Shown(NamedTuple):
    """A picture of a gallery: its path without width and suffix, and what its maker wrote about it, or ""."""

    stem: str
    caption: str

    @property
    def small(self) -> str:
        return settings.MEDIA_URL + file_name(self.stem, WIDTHS[0])

    @property
    def large(self) -> str:
        return settings.MEDIA_URL + file_name(self.stem, WIDTHS[-1])

    @property
    def srcset(self) -> str:
        """For `<img srcset>`: all widths."""
        return ", ".join(f"{settings.MEDIA_URL}{file_name(self.stem, width)} {width}w" for width in WIDTHS)


def shown_of(image: ProductImage) -> Shown:
    return Shown(stem_of(image.original.name), image.caption)


def gallery_of(product: Product) -> list[Shown]:
    """The pictures of a product from with_claims(), the first one first; no query."""
    images = sorted(rows_in(product, "all_images"), key=lambda image: (image.display_order, image.pk))
    shown = {found.stem: found.caption for found in map(shown_of, images)}
    first = {product.picture: shown.get(product.picture, "")} if product.picture else {}
    return [Shown(stem, caption) for stem, caption in (first | shown).items()]


def picture_url(product: Product, width: int) -> str:
    """Address of the product's first picture, at least `width` pixels wide if there is such a one (4:5); no query."""
    if not product.picture:
        return static("img/no-picture.svg")
    return settings.MEDIA_URL + file_name(product.picture, fitting(width))


def picture_srcset(product: Product) -> str:
    """For `<img srcset>`: all widths; "" without a picture."""
    if not product.picture:
        return ""
    return Shown(product.picture, "").srcset


def write_upload(upload: BytesIO, stem: str) -> None:
    """Store an uploaded photograph in all widths.

    Raises OSError (Pillow's UnidentifiedImageError) for what is no picture. `stem` must be new for each upload:
    browsers may keep what stood under an old name.
    """
    for width, content in encoded(Image.open(upload)):
        default_storage.save(file_name(stem, width), ContentFile(content))


def delete_files(stem: str) -> None:
    """Remove all widths of a picture; missing ones are no error."""
    for width in WIDTHS:
        default_storage.delete(file_name(stem, width))
