"""A QuerySet that is built and compiled once, then asked again and again with another day and other keys.

Building a query in Python takes longer than answering it. The words stay those of the QuerySets (`sellable`,
`in_force`): nothing is said twice, only its SQL is remembered. Rows come as the database gives them.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache

from django.db import connection
from django.db.models import QuerySet

from catalogue.remembered import DAYS
from catalogue.statements import rows_of

NO_KEY = 0  # fills the places of keys that are not asked for; no row has it


class Prepared:
    """`build(day, keys)` gives the QuerySet; at most `most` keys can be asked for at once."""

    def __init__(self, build: Callable[[date, Sequence[int]], QuerySet], most: int) -> None:
        self._build, self._most = build, most
        self._compiled = cache(self._compile)

    def rows(self, day: date, keys: Sequence[int]) -> list[tuple]:
        if not keys:
            return []
        sql, given, days, places = self._compiled(connection.vendor)
        given = list(given)
        for place in days:
            given[place] = connection.ops.adapt_datefield_value(day)
        for place, number in zip(places, range(self._most), strict=True):
            given[place] = keys[number] if number < len(keys) else NO_KEY
        return rows_of(sql, given)

    def _compile(self, vendor: str) -> tuple[str, tuple, list[int], list[int]]:
        """The SQL, its parameters, and where among them the day and the keys stand."""
        keys = [-number for number in range(1, self._most + 1)]
        sql, given = self._build(DAYS[0], keys).query.sql_with_params()
        _, other = self._build(DAYS[1], keys).query.sql_with_params()
        days = [place for place, value in enumerate(given) if value != other[place]]
        places = [place for place, value in enumerate(given) if value in keys]
        return sql, given, days, places
