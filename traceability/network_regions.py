"""Where networks lie, as a list says that an operator brings: we ask nobody about an address.

No free list of Vietnamese networks by province is known to us; without one every scan's region is unknown, and rules
R3 and R5 are silent.
"""

from collections.abc import Iterable
from ipaddress import ip_network

from django.db import transaction

from catalogue.models import Place
from catalogue.vietnamese import fold
from traceability.models import NetworkRegion
from traceability.scan_queries import WIDEST
from traceability.visitors import NARROWEST


class BadLine(ValueError):
    """A line that says no network or no region. `line`: its number, from 1."""

    def __init__(self, line: int, text: str) -> None:
        self.line = line
        super().__init__(f"{line}: {text}")


@transaction.atomic
def load_regions(lines: Iterable[tuple[str, str]]) -> int:
    """Replace the list by (network in CIDR, province of today by code or name, or a country of two letters).

    All or nothing. Returns how many networks there are now. Raises BadLine.
    """
    names = {fold(place.short_name): place.code for place in Place.objects.provinces()}
    regions = {}
    for number, (network, region) in enumerate(lines, 1):
        regions[_network(network, number)] = _region(region, names, number)
    NetworkRegion.objects.all().delete()
    made = [NetworkRegion(network=network, region=region) for network, region in regions.items()]
    NetworkRegion.objects.bulk_create(made, batch_size=500)
    return len(made)


def _network(text: str, line: int) -> str:
    try:
        network = ip_network(text.strip(), strict=False)
    except ValueError as trouble:
        raise BadLine(line, text) from trouble
    if not WIDEST[network.version] <= network.prefixlen <= NARROWEST[network.version]:
        raise BadLine(line, text)
    return str(network)


def _region(text: str, names: dict[str, str], line: int) -> str:
    said = text.strip()
    code = names.get(fold(said.removeprefix("Tỉnh ").removeprefix("Thành phố ")), said.upper())
    if code in names.values() or (len(code) == 2 and code.isascii() and code.isalpha()):
        return code
    raise BadLine(line, text)
