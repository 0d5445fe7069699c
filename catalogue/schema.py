"""Puts the triggers in place around each `migrate`."""

from django.db import DEFAULT_DB_ALIAS, connections

from catalogue import triggers


def take_down(using: str = DEFAULT_DB_ALIAS, **kwargs) -> None:
    """Before `migrate`: a table whose columns a trigger names could not be altered."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in triggers.removal(connection.vendor):
            cursor.execute(statement)


def put_up(using: str = DEFAULT_DB_ALIAS, **kwargs) -> None:
    """After `migrate`; before the last of the tables was made there is nothing to guard."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if set(connection.introspection.table_names(cursor)) >= triggers.TABLES:
            for statement in triggers.statements(connection.vendor, triggers.NAMES):
                cursor.execute(statement)
