"""SQLite's FTS5. bm25 is negative there, and better the lower."""

from collections.abc import Mapping, Sequence

from search.backends.embedded import EmbeddedBackend

TITLE_HOLDS_IT = 6.0  # what a title that holds the whole phrase is worth beside bm25 of about 1-20
TITLE_BEGINS_SO = 3.0


class SqliteBackend(EmbeddedBackend):
    either = " OR "
    both = " AND "
    one_reading = (
        "SELECT rowid AS number, "
        f"%s * ({TITLE_HOLDS_IT} * ((' ' || title_folded || ' ') LIKE %s) "
        f"+ {TITLE_BEGINS_SO} * ((' ' || title_folded || ' ') LIKE %s) "
        "- bm25(search_text, 10, 8, 4, 4, 1, 1)) AS score "
        "FROM search_text WHERE search_text MATCH %s"
    )

    @staticmethod
    def quoted(word: str) -> str:
        return f'"{word}"'

    def begin(self, words: Sequence[str], limit: int) -> list[int]:
        *whole, begun = words
        terms = [*(self.quoted(word) for word in whole), f"{self.quoted(begun)} *"]
        sql = "SELECT rowid FROM search_text WHERE search_text MATCH %s ORDER BY bm25(search_text), rowid LIMIT %s"
        return self._numbers(sql, [f"{{title title_folded}} : ({self.both.join(terms)})", limit])

    def words(self) -> Mapping[str, int]:
        return self._counted("SELECT term, doc FROM search_words")
