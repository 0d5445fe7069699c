"""Which certificate is spoken of when none is in force."""

from datetime import date, timedelta

import pytest

from catalogue.models import Certificate
from catalogue.told import last_begun

DAY = date(2026, 11, 22)


def held(*given):
    """Certificates by (days from DAY to their first, state), numbered from 1."""
    return [
        Certificate(pk=number, issued_on=DAY + timedelta(days=days), state=state)
        for number, (days, state) in enumerate(given, 1)
    ]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([], None),
        ([(-900, "revoked"), (3, "issued")], 1),
        ([(3, "issued"), (-900, "withdrawn")], 2),
        ([(-2000, "issued"), (-1200, "issued")], 2),
        ([(0, "revoked"), (-9, "issued")], 1),  # the day it begins counts
        ([(9, "issued"), (1, "issued")], 2),
        ([(-9, "revoked"), (-9, "revoked")], 2),
        ([(-900, "superseded"), (3, "issued")], 2),
        ([(-900, "superseded"), (-90, "revoked"), (3, "issued")], 2),
        ([(-900, "superseded")], 1),
    ],
)
def test_what_is_to_come_hides_no_end_of_what_was(given, told):
    found = last_begun(held(*given), DAY)

    assert (found and found.pk) == told
