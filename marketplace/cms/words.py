"""Words looked for in columns, whatever their diacritics, by the database itself."""

import unicodedata
from functools import lru_cache

from django.db.models import Func, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Concat

from catalogue.vietnamese import fold

MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"  # of decomposed letters: they go
LETTERS = sorted(
    {
        letter
        for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
        for tone in ("", *MARKS)
        if len(letter := unicodedata.normalize("NFC", base + tone)) == 1 and not letter.isascii()
    }
    | {"đ", "Đ"}
)
TRANSLATE = f"LOWER(TRANSLATE(%(expressions)s, '{''.join(LETTERS)}{MARKS}', '{''.join(map(fold, LETTERS))}'))"

folded = lru_cache(maxsize=100_000)(fold)  # titles are folded once in the life of the process


class Folded(Func):
    """A text as catalogue.vietnamese.fold gives it. SQLite asks Python (see `teach`)."""

    function = "vietnamese_fold"
    output_field = TextField()

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template=TRANSLATE, **context)


def teach(sender, connection, **kwargs) -> None:
    """Give a new connection to SQLite the word that PostgreSQL can spell itself."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("vietnamese_fold", 1, lambda text: folded(text or ""), deterministic=True)


def with_words(rows: QuerySet, columns: tuple[str, ...], words: str) -> QuerySet:
    """Those of `rows` in whose `columns` every one of the words stands."""
    rows = rows.alias(said=Folded(_joined(columns)))
    for word in fold(words).split():
        rows = rows.filter(said__contains=word)
    return rows


def _joined(columns: tuple[str, ...]) -> Concat:
    """The columns with blanks between them. Halved again and again: SQLite parses no deep nest of them."""
    if len(columns) == 1:
        return Concat(Coalesce(columns[0], Value("")), Value(" "), output_field=TextField())
    middle = len(columns) // 2
    return Concat(_joined(columns[:middle]), _joined(columns[middle:]), output_field=TextField())
