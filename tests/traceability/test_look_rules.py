"""What a look makes of certificates at hand; no database."""

from datetime import date, timedelta

import pytest

from catalogue.models import Certificate
from traceability.looks import Look
from traceability.verdicts import State

DAY, TODAY, ONE_DAY = date(2026, 11, 1), date(2026, 11, 22), timedelta(days=1)


def held(stars=4, **facts):
    """A certificate that counts on DAY and TODAY unless told otherwise."""
    given = {"pk": 1, "issued_on": DAY - 99 * ONE_DAY, "valid_until": TODAY + 99 * ONE_DAY} | facts
    return Certificate(stars=stars, **given)


def look(*certificates, of_sizes=(), **facts):
    given = {"packed_on": DAY, "produced_on": None, "label_state": "activated", "lot_state": "", "flagged_at": None}
    return Look(given | {"register_note": ""} | facts, certificates, of_sizes)


@pytest.mark.parametrize(
    ("packed", "produced", "asked"),
    [(DAY, TODAY, DAY), (None, DAY, DAY), (None, None, None)],
)
def test_a_lot_counts_as_packed_when_it_was_made_where_nobody_says_when_it_was_packed(packed, produced, asked):
    assert look(packed_on=packed, produced_on=produced).packed_on == asked


@pytest.mark.parametrize(
    ("state", "column"), [("revoked", "revoked_on"), ("withdrawn", "withdrawn_on")], ids=["revoked", "withdrawn"]
)
@pytest.mark.parametrize(("shift", "counted"), [(0, False), (1, True)])
def test_a_certificate_no_longer_counts_on_the_day_it_is_taken_away(state, column, shift, counted):
    found = look(held(state=state, **{column: DAY + shift * ONE_DAY}))

    assert found.standing_at_packing[0] == ("in_force" if counted else state)


@pytest.mark.parametrize(("shift", "standing"), [(-1, "extended"), (0, "in_force"), (1, "in_force")])
def test_a_certificate_stands_extended_from_the_day_after_its_printed_end(shift, standing):
    found = look(held(state="extended", valid_until=DAY + shift * ONE_DAY, extended_until=TODAY + 99 * ONE_DAY))

    assert found.standing_at_packing[0] == standing


@pytest.mark.parametrize(
    ("then", "now", "state"), [(3, 4, State.SUPERSEDED), (4, 4, State.IN_FORCE), (5, 4, State.IN_FORCE)]
)
def test_only_a_higher_star_is_told_as_a_rise(then, now, state):
    old = held(then, state="superseded", valid_until=TODAY)
    new = held(now, pk=2, issued_on=DAY + ONE_DAY)

    assert look(old, new).state(TODAY) == state


@pytest.mark.parametrize("stars", [(3, 5), (5, 3)])
def test_what_sizes_held_at_packing_is_told_by_the_lowest_star(stars):
    sizes = [held(star, pk=number) for number, star in enumerate(stars)]

    assert look(of_sizes=sizes).at_packing.stars == 3
