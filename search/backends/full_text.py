"""Full text of the embedded engines over search_searchentry: kept by the database, never by our code.

Texts come in as cleaned words, exact and folded, so no engine folds, stems or splits anything itself.
"""

TEXTS = ("title", "title_folded", "tags", "tags_folded", "body", "body_folded")
_COLUMNS = ", ".join(TEXTS)


def _row(name: str) -> str:
    return ", ".join(f"{name}.{text}" for text in TEXTS)


_REMOVE = f"INSERT INTO search_text (search_text, rowid, {_COLUMNS}) VALUES ('delete', OLD.product_id, {_row('OLD')});"
_ADD = f"INSERT INTO search_text (rowid, {_COLUMNS}) VALUES (NEW.product_id, {_row('NEW')});"

_CREATE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS search_text USING fts5({_COLUMNS}, content='search_searchentry', "
    "content_rowid='product_id', tokenize='unicode61 remove_diacritics 0', prefix='2 3')"
)

SQLITE = (
    _CREATE,
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_words USING fts5vocab(search_text, 'row')",
    f"CREATE TRIGGER IF NOT EXISTS search_entry_insert AFTER INSERT ON search_searchentry BEGIN {_ADD} END",
    f"CREATE TRIGGER IF NOT EXISTS search_entry_delete AFTER DELETE ON search_searchentry BEGIN {_REMOVE} END",
    f"CREATE TRIGGER IF NOT EXISTS search_entry_update AFTER UPDATE ON search_searchentry BEGIN {_REMOVE} {_ADD} END",
)


def _weighed(weight: str, *texts: str) -> str:
    joined = " || ' ' || ".join(texts)
    return f"setweight(to_tsvector('simple', {joined}), '{weight}')"


_VECTOR = " || ".join(
    (_weighed("A", "title", "title_folded"), _weighed("C", "tags", "tags_folded"), _weighed("D", "body", "body_folded"))
)

POSTGRES = (
    f"ALTER TABLE search_searchentry ADD COLUMN IF NOT EXISTS vector tsvector GENERATED ALWAYS AS ({_VECTOR}) STORED",
    "CREATE INDEX IF NOT EXISTS search_entry_vector ON search_searchentry USING gin (vector)",
)

STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRES}
