"""How far a parcel goes: within a province, within a part of the country (miền), or across it."""

from enum import IntEnum

CENTRE_FROM, SOUTH_FROM = 38, 75  # province codes since 1 July 2025 ascend from north to south
NORTH, CENTRE, SOUTH = "north", "centre", "south"


class Zone(IntEnum):
    """Near to far; a producer that sends to one sends to all nearer ones."""

    PROVINCE = 1
    REGION = 2
    COUNTRY = 3


def region_of(code: str) -> str:
    """Return NORTH, CENTRE or SOUTH for a province's code of today ("38" is Thanh Hóa); "" for what is no code."""
    if not code.isdecimal():
        return ""
    number = int(code)
    return NORTH if number < CENTRE_FROM else CENTRE if number < SOUTH_FROM else SOUTH


def zone_between(sender: str, receiver: str) -> Zone:
    """Return the zone of a parcel between two provinces, given by their codes of today."""
    if sender == receiver:
        return Zone.PROVINCE
    return Zone.REGION if region_of(sender) and region_of(sender) == region_of(receiver) else Zone.COUNTRY
