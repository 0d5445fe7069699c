"""Puts the triggers in place around each `migrate`."""

from django.db import DEFAULT_DB_ALIAS, connections

from catalogue import triggers


def take_down(using: str = DEFAULT_DB_ALIAS, **kwargs) -> None:
    """Before `migrate`: a table whose columns a trigger names could not be altered."""
    _run(using, triggers.removal)


def put_up(using: str = DEFAULT_DB_ALIAS, **kwargs) -> None:
    """After `migrate`."""
    _run(using, triggers.statements)


def _run(using: str, statements) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        if set(connection.introspection.table_names(cursor)) >= triggers.TABLES:
            for statement in statements(connection.vendor):
                cursor.execute(statement)
