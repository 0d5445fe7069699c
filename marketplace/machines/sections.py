"""What the sitemap lists, section by section."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import override
from wagtail.models import Page

from catalogue.models import Certificate, Place, Producer, Product
from outlets.models import Outlet
from stories.models import HomePage

BATCH = 500
OF_PRODUCT = ("slug", "parent", "date_updated")
MOST_PER_FILE = 50_000  # sitemaps.org


@dataclass(frozen=True)
class Section:
    """One kind of page. `rows` gives a QuerySet in a fixed order; `address` the path of one row."""

    name: str
    rows: Callable[[], QuerySet]
    address: Callable[[Any], str] = lambda row: row.get_absolute_url()
    changed: Callable[[Any], datetime | None] = lambda row: None

    def entries(self, start: int = 0, stop: int | None = None) -> Iterator[str]:
        """<url> elements of rows start..stop, a batch at a time."""
        rows = self.rows()[start:stop].iterator(chunk_size=BATCH)
        while batch := list(islice(rows, BATCH)):
            with override("vi"):
                text = "".join(self._entry(row) for row in batch)
            yield text

    def _entry(self, row: Any) -> str:
        changed = self.changed(row)
        last = f"<lastmod>{changed:%Y-%m-%d}</lastmod>" if changed else ""
        return f"<url><loc>{settings.SITE_URL}{self.address(row)}</loc>{last}</url>\n"


def editors_pages() -> QuerySet:
    """Live pages of the site in both languages, except the front page and what every province has anyway."""
    homes = HomePage.objects.all()
    below = Page.objects.none()
    for home in homes:
        below |= Page.objects.descendant_of(home)
    return below.live().public().exclude(url_path__contains="/tinh/").order_by("pk")


SECTIONS = {
    section.name: section
    for section in (
        Section("trang", editors_pages, lambda page: page.get_url() or "/", lambda page: page.last_published_at),
        Section("tinh", Place.objects.provinces, lambda place: f"/tinh/{place.slug}/"),
        Section("nha-san-xuat", lambda: Producer.objects.filter(is_active=True).only("slug").order_by("pk")),
        Section(
            "san-pham",
            lambda: Product.objects.public().entries().vouched_for(localdate()).only(*OF_PRODUCT).order_by("pk"),
            changed=lambda product: product.date_updated,
        ),
        Section(
            "chung-nhan",
            lambda: Certificate.objects.filter(product__is_public=True).only("public_id").order_by("pk"),
        ),
        Section("diem-ban", lambda: Outlet.objects.listed().only("slug", "province").order_by("pk")),
    )
}


def sizes() -> dict[str, int]:
    """How many addresses each section has."""
    return {name: section.rows().count() for name, section in SECTIONS.items()}


def all_entries() -> Iterable[str]:
    """Everything, for a catalogue that fits one file."""
    for section in SECTIONS.values():
        yield from section.entries()
