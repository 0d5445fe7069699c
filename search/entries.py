"""The register as a shelf: every entry with its state of a day, its words, and what it is filtered by.

An entry is a product that is shown at all, also without a maker, a star or a certificate.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from catalogue import ocop, wording
from catalogue.models import Certificate, Place, Product
from catalogue.told import last_begun
from catalogue.vietnamese import fold, sort_text
from search.live import Keeper
from search.queries import GROUP_SLUGS
from search.shelf import Shelf
from search.text import is_marked, settle_tone

STATES = (*wording.STATES, *wording.NOTES, "none")
NEVER = date.max.toordinal()
OF_PRODUCT = ("pk", "title", "criteria_set", "register_note", "origin_as_printed")
BESIDE = ("owner__name", "origin_then__name", "province__slug", "province__name")
OF_CERTIFICATE = ("product_id", "pk", "stars", "state", "issued_on", "valid_until", "extended_until")
PRINTED = ("public_id", "number", "decision_number", "product_name_as_printed", "producer_as_printed")


class Held:
    """A row of a certificate that knows its model's words; making 20,000 models would take seconds."""

    def __init__(self, row: Sequence[Any]) -> None:
        self.product_id, self.pk, self.stars, self.state, self.issued_on, self.valid_until, self.extended_until = row[
            :7
        ]
        self.printed = row[7:]

    State, until, status = Certificate.State, Certificate.until, Certificate.status
    is_in_force, is_expiring, days_left = Certificate.is_in_force, Certificate.is_expiring, Certificate.days_left


@lru_cache(maxsize=256)
def short_name(province: str) -> str:
    return Place(name=province).short_name


class Listed:
    """As Held, for an entry with its own certificates: wording.register_status asks it as it asks a Product."""

    def __init__(self, row: Sequence[Any], held: list[Held]) -> None:
        self.pk, self.title, self.criteria_set, self.register_note, self.printed = row[:5]
        self.owner, self.place_then, self.province, place = row[5:]
        self.place = short_name(place or "")
        self.held = held

    def certificate_in_force(self, day: date) -> Held | None:
        """As Product.certificate_in_force; a test holds them together."""
        return max((one for one in self.held if one.is_in_force(day)), key=lambda one: one.stars, default=None)

    def certificate_told(self, day: date) -> Held | None:
        """As Product.certificate_told."""
        return self.certificate_in_force(day) or last_begun(self.held, day)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry on a day. `issued`, `ends`: day numbers of its certificate; an ended one never ends again."""

    state: str
    star: str  # of its certificate, in force or not; "" without one that was checked
    group: str
    province: str
    place: str
    name: str  # sorts as a Vietnamese dictionary does
    issued: int
    ends: int
    words: str
    folded: str


SORTS = {
    "name": lambda entry: (entry.name,),
    "newest": lambda entry: (-entry.issued, entry.name),
    "ending": lambda entry: (entry.ends, entry.name),
    "stars": lambda entry: (-int(entry.star or 0), entry.name),
}


class Register(Shelf):
    """All entries of a day."""

    facets = ("state", "star", "group", "province")
    sorts = SORTS

    def matching(self, typed: str) -> list[int] | None:
        """Entries that hold every word typed, anywhere within a word; None for no words.

        Marks that were typed count, unless nothing has them: "dứa" does not mean "dừa", "dua" means both.
        """
        marked = [settle_tone(word) for word in typed.lower().split()]
        bare = [fold(word) for word in marked]
        if not marked:
            return None
        found = [(key, entry) for key, entry in self._facts.items() if all(word in entry.folded for word in bare)]
        strict = [word for word in marked if is_marked(word)]
        exact = [key for key, entry in found if all(word in entry.words for word in strict)]
        return exact or [key for key, _ in found]


def entries_on(day: date, keys: Iterable[int] | None = None) -> dict[int, Entry]:
    """All entries (of those among `keys`) with their state on `day`; two queries."""
    products, certificates = Product.objects.in_register(), Certificate.objects.of_public_products()
    if keys is not None:
        products, certificates = products.filter(pk__in=keys), certificates.filter(product__in=keys)
    held = defaultdict(list)
    for row in certificates.order_by("pk").values_list(*OF_CERTIFICATE, *PRINTED):
        held[row[0]].append(Held(row))
    rows = products.order_by("pk").values_list(*OF_PRODUCT, *BESIDE)
    return {row[0]: _entry(Listed(row, held[row[0]]), day) for row in rows}


def _entry(product: Listed, day: date) -> Entry:
    in_force = product.certificate_in_force(day)
    certificate = product.certificate_told(day)
    words = _words(product)
    return Entry(
        state=wording.register_status(product, day),
        star=str(certificate.stars) if certificate and not product.register_note else "",
        group=GROUP_SLUGS.get(ocop.group_of(product.criteria_set), ""),
        province=product.province or "",
        place=product.place,
        name=sort_text(product.title),
        issued=certificate.issued_on.toordinal() if certificate else 0,
        ends=in_force.until.toordinal() if in_force else NEVER,
        words=words,
        folded=fold(words),
    )


def _words(product: Listed) -> str:
    """What an entry is found by: names of product, maker and place, then and now, numbers and decisions."""
    named = (product.title, product.printed, product.owner, product.place_then, product.place)
    printed = (text for one in product.held for text in one.printed)
    words = " ".join(filter(None, (*named, *printed))).lower().split()
    return " ".join(map(settle_tone, dict.fromkeys(words)))


keeper = Keeper(Register, entries_on)
register_on = keeper.on
