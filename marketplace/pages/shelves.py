"""How many products can be found under each province and group: counted in one query."""

from collections import Counter
from datetime import date
from typing import NamedTuple

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue import ocop
from catalogue.models import Place, Product


class GroupShelf(NamedTuple):
    """One of the six groups; `number` is 1-6."""

    number: int
    name: str
    url: str
    count: int


class ProvinceShelf(NamedTuple):
    name: str
    url: str
    count: int


class Shelves(NamedTuple):
    """Sellable products by group and by province, the fullest province first."""

    total: int
    groups: list[GroupShelf]
    provinces: list[ProvinceShelf]


def count_shelves(day: date) -> Shelves:
    """Shelves of what is certified and on sale on `day`; two queries."""
    by_group, by_province = counts_of(day)
    return Shelves(by_group.total(), groups_of(by_group), provinces_of(by_province))


def counts_of(day: date) -> tuple[Counter, Counter]:
    by_group, by_province = Counter(), Counter()
    on_sale = Product.objects.sellable(day).entries().order_by()
    rows = on_sale.values_list("province", "criteria_set").annotate(Count("pk"))
    for province, criteria_set, count in rows:
        by_group[ocop.group_of(criteria_set)] += count
        by_province[province] += count
    return by_group, by_province


def groups_of(counts: Counter) -> list[GroupShelf]:
    listing = reverse("catalogue:index")
    return [
        GroupShelf(number, _(group.name), f"{listing}?nhom={group.slug}", counts[group.code])
        for number, group in enumerate(ocop.GROUPS.values(), start=1)
    ]


def provinces_of(counts: Counter) -> list[ProvinceShelf]:
    shelves = [
        ProvinceShelf(place.short_name, reverse("pages:province", args=[place.slug]), counts[place.pk])
        for place in Place.objects.provinces()
        if place.slug
    ]
    return sorted(shelves, key=lambda shelf: -shelf.count)
