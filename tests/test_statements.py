"""Statements asked on nearly every request give the same rows whichever way they are sent."""

import pytest
from django.db import connection
from django.utils.timezone import localdate

from catalogue import statements


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 40_000, 3_000_000_000])
def test_rows_are_the_same_for_numbers_of_every_width(number):
    assert statements.rows_of("SELECT %s + 1, %s", [number, "Bến Tre"]) == [(number + 1, "Bến Tre")]


@pytest.mark.postgres
@pytest.mark.django_db
def test_numbers_of_every_width_share_one_plan():
    for number in (1, 40_000, 3_000_000_000, 7):
        statements.rows_of("SELECT 'one plan', %s", [number])

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%one plan%$1%'")
        assert cursor.fetchone() == (1,)


@pytest.mark.postgres
@pytest.mark.django_db
def test_other_queries_are_sent_as_django_sends_them():
    statements.rows_of("SELECT %s::date", [localdate()])

    with connection.cursor() as cursor:
        assert type(cursor.cursor).__name__ == "Cursor"
