"""One interface, three engines: SQLite FTS5, PostgreSQL full text, Elasticsearch when a URL names it."""

from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection

if TYPE_CHECKING:
    from search.backends.base import SearchBackend


def current() -> "SearchBackend":
    """The engine that the settings name."""
    return _engine(settings.ELASTICSEARCH_URL or connection.vendor)


@cache
def _engine(name: str) -> "SearchBackend":
    if name == "sqlite":
        from search.backends.sqlite import SqliteBackend

        return SqliteBackend()
    if name == "postgresql":
        from search.backends.postgres import PostgresBackend

        return PostgresBackend()
    from search.backends.elastic import ElasticBackend

    return ElasticBackend(name)
