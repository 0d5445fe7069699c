"""Statements that are asked on nearly every request.

PostgreSQL plans what Django sends anew each time, which for a dozen joined tables takes longer than answering
(4 of 6 ms of a scan). These are bound at the server instead, and planned once per connection.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import count

from django.db import connection

PLACE = re.compile("%(s|%)")


def rows_of(sql: str, parameters: Sequence) -> list[tuple]:
    """All rows, as the database gives them."""
    if connection.vendor != "postgresql" or connection.queries_logged:  # a planned statement's text is not logged
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()
    return _planned(_numbered(sql), _of_one_width(parameters))


def _planned(sql: str, parameters: Sequence) -> list[tuple]:
    """The rows of a statement that PostgreSQL may remember (settings: prepare_threshold)."""
    from psycopg import RawCursor

    connection.ensure_connection()
    with connection.wrap_database_errors, RawCursor(connection.connection) as cursor:
        return cursor.execute(sql, parameters).fetchall()


@lru_cache(maxsize=64)
def _numbered(sql: str) -> str:
    """With $1, $2 for each %s, as PostgreSQL counts them; psycopg reads long statements anew each time."""
    numbers = count(1)
    return PLACE.sub(lambda found: f"${next(numbers)}" if found[1] == "s" else "%", sql)


def _of_one_width(parameters: Sequence) -> list:
    """Whole numbers as 64 bit: by default each width that occurs would be planned for itself."""
    from psycopg.types.numeric import Int8

    return [Int8(value) if type(value) is int else value for value in parameters]
