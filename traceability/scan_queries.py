"""The words we ask in about scans and their daily sums."""

from collections.abc import Iterable
from datetime import date, datetime
from ipaddress import ip_network
from typing import TYPE_CHECKING, Self

from django.db.models import Count, QuerySet, Sum

if TYPE_CHECKING:
    from catalogue.models import Producer

WIDEST = {4: 8, 6: 16}  # prefix length of the widest network that a list may name


class ScanQuerySet(QuerySet):
    def since(self, at: datetime) -> Self:
        """Scans at `at` or later."""
        return self.filter(at__gte=at)

    def oldest_before(self, at: datetime, count: int) -> list[int]:
        """Keys of at most `count` scans older than `at`, looked for among the first ones written only."""
        first = self.order_by("pk").values_list("pk", "at")[:count]
        return [key for key, when in first if when < at]

    def regions_of(self, labels: Iterable[int]) -> dict[int, int]:
        """In how many known regions each of these unit labels was scanned. One query."""
        known = self.filter(label__in=labels, label__kind="unit").exclude(region="").order_by()
        return dict(known.values_list("label").annotate(regions=Count("region", distinct=True)))


class ScanDayQuerySet(QuerySet):
    def of_producer(self, producer: "Producer") -> Self:
        """Days of the products of one producer."""
        return self.filter(product__owner=producer)

    def of_place(self, province: int) -> Self:
        """Days of products whose origin lies in a province of today (by primary key)."""
        return self.filter(product__province=province)

    def between(self, first: date, last: date) -> Self:
        """Both days count."""
        return self.filter(day__range=(first, last))

    def sums(self, *columns: str) -> list[tuple]:
        """(columns…, scans) for each combination that occurs. One query."""
        return list(self.order_by().values_list(*columns).annotate(total=Sum("scans")).order_by(*columns))


class NetworkRegionQuerySet(QuerySet):
    def of(self, networks: Iterable[str]) -> dict[str, str]:
        """The region of each network whose place is known. One query."""
        wider = {network: _wider(network) for network in set(networks)}
        asked = {one for some in wider.values() for one in some}
        known = dict(self.filter(network__in=asked).values_list("network", "region")) if asked else {}
        found = {network: next((known[one] for one in some if one in known), "") for network, some in wider.items()}
        return {network: region for network, region in found.items() if region}


def _wider(network: str) -> list[str]:
    """The network and all that hold it, the narrowest first."""
    own = ip_network(network)
    return [str(own.supernet(new_prefix=bits)) for bits in range(own.prefixlen, WIDEST[own.version] - 1, -1)]
