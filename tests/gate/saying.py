"""What a card, a plate, a piece of data of a page says."""

import json
import re
from collections.abc import Callable

from catalogue.models import Product
from tests.gate.shop import Shop

PLATE = re.compile(r"star-plate__flowers--(\d)")


def star_in(html: str) -> int:
    """The star of the first plate, 0 without one."""
    found = PLATE.search(html)
    return int(found[1]) if found else 0


def card_of(html: str, product: Product) -> str:
    """The product's card, "" where it has none."""
    cards = re.findall(r'<article class="product-card">.*?</article>', html, re.DOTALL)
    return next((card for card in cards if f'href="{product.get_absolute_url()}"' in card), "")


def card_at(path: str) -> Callable[[Shop], int]:
    """The star of the product's card on the page at `path`."""
    return lambda shop: star_in(card_of(shop.get(path.format(shop=shop)), shop.product))


def product_page(shop: Shop) -> str:
    return shop.get(shop.product.get_absolute_url())


def own_part(html: str) -> str:
    """The product page without the cards of other products and the breadcrumbs."""
    return re.sub(r'<article class="product-card">.*?</article>', "", html, flags=re.DOTALL)


def data_of(html: str) -> list[dict]:
    """The JSON-LD of a page."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    data = [json.loads(text) for text in found]
    return [part for one in data for part in (one if isinstance(one, list) else one.get("@graph", [one]))]
