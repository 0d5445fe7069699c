"""PostgreSQL's full text with the `simple` configuration: words come in folded, nothing is stemmed."""

from collections.abc import Mapping, Sequence

from search.backends.embedded import EmbeddedBackend

TITLE_HOLDS_IT = 1.0  # beside ts_rank of 0-1
TITLE_BEGINS_SO = 0.5
WEIGHTS = "'{0.1, 0.4, 0.4, 1.0}'"  # of D, C, B, A


class PostgresBackend(EmbeddedBackend):
    one_reading = (
        "SELECT product_id AS number, "
        f"%s * ({TITLE_HOLDS_IT} * ((' ' || title_folded || ' ') LIKE %s)::int "
        f"+ {TITLE_BEGINS_SO} * ((' ' || title_folded || ' ') LIKE %s)::int "
        f"+ ts_rank({WEIGHTS}, vector, asked, 1)) AS score "
        "FROM search_searchentry, to_tsquery('simple', %s) AS asked WHERE vector @@ asked"
    )

    @staticmethod
    def quoted(word: str) -> str:
        return f"'{word}'"

    def begin(self, words: Sequence[str], limit: int) -> list[int]:
        *whole, begun = words
        terms = [*(f"{self.quoted(word)}:A" for word in whole), f"{self.quoted(begun)}:*A"]
        sql = (
            "SELECT product_id FROM search_searchentry, to_tsquery('simple', %s) AS asked "
            "WHERE vector @@ asked ORDER BY length(title), product_id LIMIT %s"
        )
        return self._numbers(sql, [self.both.join(terms), limit])

    def words(self) -> Mapping[str, int]:
        return self._counted("SELECT word, ndoc FROM ts_stat('SELECT vector FROM search_searchentry')")
