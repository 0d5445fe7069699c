"""Conditions on a product whose SQL is built once.

Building a nested condition in Python takes many times longer than answering it. The words stay those of the
QuerySets: nothing is said twice, only its SQL is remembered (as search.prepared does for whole queries).
"""

import re
from collections.abc import Callable
from datetime import date
from functools import cache

from django.apps import apps
from django.db import connection
from django.db.models import BooleanField, Expression, F, Q

DAYS = (date(1901, 2, 3), date(1902, 3, 4))  # in no condition but as the day that is to be replaced
INNER = re.compile(r"\b([T-Z]\d+)\b")  # what Django calls the tables inside subqueries
OUTER = '"catalogue_product".'


class Remembered(Expression):
    """What `build(day)`, a Q on products, says of each of them. It names its own columns and subqueries, no joins.

    One may stand inside another's subquery as long as their builders have different names.
    """

    conditional = True

    def __init__(self, build: Callable[[date], Q], day: date) -> None:
        super().__init__(output_field=BooleanField())
        self.build, self.day, self.product = build, day, F("pk")

    def get_source_expressions(self) -> list:
        return [self.product]

    def set_source_expressions(self, expressions: list) -> None:
        [self.product] = expressions

    def as_sql(self, compiler, connection) -> tuple[str, list]:
        sql, parameters, is_day = _compiled(self.build, connection.vendor)
        day = connection.ops.adapt_datefield_value(self.day)
        table = compiler.quote_name_unless_alias(self.product.alias)
        filled = [day if named else value for value, named in zip(parameters, is_day, strict=True)]
        return sql.replace(OUTER, f"{table}."), filled


@cache
def _compiled(build: Callable[[date], Q], vendor: str) -> tuple[str, tuple, list[bool]]:
    """The SQL, its parameters, and which of them are the day."""
    (sql, given), (_sql, other) = (_where(build(day)) for day in DAYS)
    named = INNER.sub(rf"{build.__name__.strip('_')}_\1", sql)
    return f"({named})", tuple(given), [value != again for value, again in zip(given, other, strict=True)]


def _where(condition: Q) -> tuple[str, list]:
    query = apps.get_model("catalogue", "Product").objects.filter(condition).query
    return query.get_compiler(connection=connection).compile(query.where)
