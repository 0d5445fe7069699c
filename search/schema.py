"""What Django's models cannot say: full text, and triggers that note each change of the catalogue.

Made after every `migrate`, not inside a migration: on SQLite a later migration that rewrites a table drops
its triggers without a word, and fails while a trigger of another table names it. So they are taken down
before `migrate` and put up after it. All statements may be repeated.
"""

from django.db import DEFAULT_DB_ALIAS, connections

from search import triggers
from search.backends import full_text

NEEDED = {
    "search_searchentry",
    "search_cataloguechange",
    "catalogue_certificate",
    "catalogue_boxpart",
    "partner_stockrecord",
}


def take_down(using: str = DEFAULT_DB_ALIAS, **kwargs) -> None:
    """Before `migrate`: on SQLite, leave no trigger of ours."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(r"SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'search\_%' ESCAPE '\'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')


def put_up(using: str = DEFAULT_DB_ALIAS, **kwargs) -> None:
    """After `migrate`: full text and triggers; whoever kept a shelf builds it anew."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if not set(connection.introspection.table_names(cursor)) >= NEEDED:
            return
        for statement in (*full_text.STATEMENTS[connection.vendor], *triggers.statements(connection.vendor)):
            cursor.execute(statement)
