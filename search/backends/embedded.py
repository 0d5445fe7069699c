"""What SQLite and PostgreSQL share: rows of SearchEntry, from which the database itself makes full text."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from django.db import connection, transaction
from django.utils.timezone import now

from search.backends.base import SearchBackend
from search.backends.full_text import TEXTS
from search.documents import Document
from search.models import SearchEntry
from search.question import Reading, Word

BATCH = 500


class EmbeddedBackend(SearchBackend):
    """`one_reading` is a SELECT of (number, score) with the parameters that `parameters` gives: its weight, the
    phrase inside a title, the phrase at its beginning, and the expression to match."""

    one_reading: str
    either = " | "
    both = " & "

    def find(self, readings: Sequence[Reading]) -> list[int]:
        union = " UNION ALL ".join([self.one_reading] * len(readings))
        sql = (
            f"WITH found AS MATERIALIZED ({union}) "  # FTS5 ranks only in the query that matches
            "SELECT number FROM found GROUP BY number ORDER BY max(score) DESC, number"
        )
        given = [value for reading in readings for value in self.parameters(reading)]
        return self._numbers(sql, given)

    def parameters(self, reading: Reading) -> tuple:
        return (reading.weight, f"% {reading.phrase} %", f" {reading.phrase} %", self.expression(reading))

    def expression(self, reading: Reading) -> str:
        """`needed` of the words, each in one of its spellings, as the engine writes it."""
        ways = (self.both.join(map(self._word, way)) for way in reading.combinations())
        return self.either.join(f"({way})" for way in ways)

    def _word(self, word: Word) -> str:
        return f"({self.either.join(map(self.quoted, word.spellings))})"

    @staticmethod
    def quoted(word: str) -> str:
        """Words are letters and digits only: nothing in them can end the quotes."""
        raise NotImplementedError

    def index(self, documents: Iterable[Document]) -> int:
        return sum(self._write(batch) for batch in _batches(documents))

    def delete(self, keys: Iterable[int]) -> None:
        SearchEntry.objects.filter(pk__in=list(keys)).delete()

    @transaction.atomic
    def rebuild(self, documents: Iterable[Document]) -> int:
        SearchEntry.objects.all().delete()
        return self.index(documents)

    def _write(self, batch: list[Document]) -> int:
        entries = [SearchEntry(product_id=document.key, updated_at=now(), **document.texts()) for document in batch]
        fields = [*TEXTS, "updated_at"]
        SearchEntry.objects.bulk_create(entries, update_conflicts=True, unique_fields=["product"], update_fields=fields)
        return len(entries)

    def _numbers(self, sql: str, given: list) -> list[int]:
        return [row[0] for row in self._rows(sql, given)]

    def _rows(self, sql: str, given: list) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            return cursor.fetchall()

    def _counted(self, sql: str) -> Mapping[str, int]:
        return {word: count for word, count in self._rows(sql, []) if word.isascii()}


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    remaining = iter(documents)
    while batch := list(islice(remaining, BATCH)):
        yield batch
