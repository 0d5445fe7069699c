"""Statements that are asked on nearly every request.

PostgreSQL plans what Django sends anew each time, which for a dozen joined tables takes longer than answering
(4 of 6 ms of a scan). These are bound at the server instead, and planned once per connection.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection
from django.db.backends.utils import CursorWrapper


def rows_of(sql: str, parameters: Sequence) -> list[tuple]:
    """All rows, as the database gives them."""
    if connection.vendor != "postgresql" or connection.queries_logged:  # a planned statement's text is not logged
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()
    with _planned_cursor() as cursor:
        cursor.execute(sql, _of_one_width(parameters))
        return cursor.fetchall()


@contextmanager
def _planned_cursor() -> Iterator[CursorWrapper]:
    """A cursor of Django's whose statements PostgreSQL may remember (settings: prepare_threshold)."""
    from django.db.backends.postgresql.base import ServerBindingCursor

    connection.ensure_connection()
    held = connection.connection
    usual, held.cursor_factory = held.cursor_factory, ServerBindingCursor
    try:
        cursor = connection.cursor()
    finally:
        held.cursor_factory = usual
    with cursor:
        yield cursor


def _of_one_width(parameters: Sequence) -> list:
    """Whole numbers as 64 bit: by default each width that occurs would be planned for itself."""
    from psycopg.types.numeric import Int8

    return [Int8(value) if type(value) is int else value for value in parameters]
