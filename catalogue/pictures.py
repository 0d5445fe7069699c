"""Where the pictures of a product are found, and how one is stored: WebP, 4:5, written once in fixed widths.

`Product.picture` is a path below MEDIA without width and suffix ("products/p001"): a list costs no query for its
pictures, and no request makes a thumbnail.
"""

from io import BytesIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.templatetags.static import static
from PIL import Image

from catalogue.models import Product
from catalogue.picture_files import WIDTHS, encoded, file_name, fitting


def picture_url(product: Product, width: int) -> str:
    """Address of the product's first picture, at least `width` pixels wide if there is such a one (4:5); no query."""
    if not product.picture:
        return static("img/no-picture.svg")
    return settings.MEDIA_URL + file_name(product.picture, fitting(width))


def picture_srcset(product: Product) -> str:
    """For `<img srcset>`: all widths; "" without a picture."""
    if not product.picture:
        return ""
    return ", ".join(f"{settings.MEDIA_URL}{file_name(product.picture, width)} {width}w" for width in WIDTHS)


def store_picture(product: Product, upload: BytesIO, stem: str) -> Product:
    """Store an uploaded photograph in all widths and make it the product's picture.

    Raises OSError (Pillow's UnidentifiedImageError) for what is no picture. `stem` must be new for each upload:
    browsers may keep what stood under an old name.
    """
    for width, content in encoded(Image.open(upload)):
        default_storage.save(file_name(stem, width), ContentFile(content))
    product.picture, product.is_illustrated = stem, False
    product.save(update_fields=["picture", "is_illustrated"])
    return product
