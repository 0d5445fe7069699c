"""Statements that are asked on nearly every request.

PostgreSQL plans what Django sends anew each time, which for a dozen joined tables takes longer than answering
(4 of 6 ms of a scan). These are bound at the server instead, and planned once per connection.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import count

from django.db import connection
from django.db.models import QuerySet

PLACE = re.compile("%(s|%)")
ASKED, ASKED_KEY = "?", -1  # stand for what is asked for among a statement's parameters: a text, a primary key
Rows = tuple[tuple, ...]


class Statement:
    """Queries for the same columns that Django compiles once (5 ms, thirty times what running them takes), asked as
    one; ASKED or ASKED_KEY among their parameters is what is asked for."""

    def __init__(self, *querysets: QuerySet) -> None:
        compilers = [queryset.query.get_compiler(queryset.db) for queryset in querysets]
        statements_and_parameters = [compiler.as_sql() for compiler in compilers]
        self.compiler = compilers[0]
        self.sql = " UNION ALL ".join(sql for sql, _parameters in statements_and_parameters)
        self.parameters = [one for _sql, parameters in statements_and_parameters for one in parameters]

    def run(self, asked: str | int) -> Rows:
        return tuple(rows_of(self.sql, [asked if one in (ASKED, ASKED_KEY) else one for one in self.parameters]))

    def converted(self, rows: Rows) -> Iterable[Sequence]:
        """The rows with dates and flags as Python has them."""
        return self.compiler.results_iter([rows])


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
