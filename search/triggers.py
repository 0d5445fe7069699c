"""Triggers that write a `CatalogueChange` whenever a product's place on the shelf may have changed.

They see every way of writing: the services, bulk updates, SQL by hand. A change of stock alone is no news
(a card reads its stock itself), or each sale would wake every process.

On PostgreSQL they are deferred to the end of the transaction and take one advisory lock there: numbers are
then given in the order of commits, so a reader that knows number 7 has not missed number 6; and no lock
is held while the transaction still waits for rows.
"""

MOST_KEPT = 20_000
ANYTHING = "INSERT INTO search_cataloguechange (product_number, stamp) VALUES (NULL, {stamp})"
SQLITE_STAMP = "lower(hex(randomblob(8)))"
POSTGRES_STAMP = "gen_random_uuid()::text"

# table, what its row is called by: a column with a product's number, or the producer of many
WATCHED = (
    ("catalogue_product", "id"),
    ("catalogue_certificate", "product_id"),
    ("catalogue_producer", "producer"),
    ("partner_stockrecord", "product_id"),
)
ONLY_WHEN = {"partner_stockrecord": ("price", "product_id")}  # columns; other updates are no news


def statements(vendor: str) -> list[str]:
    """All of them for a database; each may be run again."""
    return _sqlite() if vendor == "sqlite" else _postgres()


# SQLite


def _sqlite() -> list[str]:
    made = [
        _sqlite_trigger(table, about, event) for table, about in WATCHED for event in ("INSERT", "UPDATE", "DELETE")
    ]
    trim = (
        "CREATE TRIGGER IF NOT EXISTS search_trim AFTER INSERT ON search_cataloguechange WHEN NEW.id % 1000 = 0 "
        f"BEGIN DELETE FROM search_cataloguechange WHERE id < NEW.id - {MOST_KEPT}; END"
    )
    return [*made, trim, ANYTHING.format(stamp=SQLITE_STAMP)]


def _sqlite_trigger(table: str, about: str, event: str) -> str:
    rows = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}[event]
    when = _changed(table, "IS NOT") if event == "UPDATE" else ""
    return (
        f"CREATE TRIGGER IF NOT EXISTS search_{table}_{event.lower()} AFTER {event} ON {table} {when} BEGIN "
        f"INSERT INTO search_cataloguechange (product_number, stamp) "
        f"SELECT number, {SQLITE_STAMP} FROM ({_numbers(about, rows)}); END"
    )


def _numbers(about: str, rows: tuple[str, ...]) -> str:
    """The products that a changed row is about; UNION names each once."""
    if about == "producer":
        return f"SELECT id AS number FROM catalogue_product WHERE owner_id = {rows[-1]}.id"
    return " UNION ".join(f"SELECT {row}.{about} AS number" for row in rows)


def _changed(table: str, differs: str) -> str:
    columns = ONLY_WHEN.get(table, ())
    return f"WHEN ({' OR '.join(f'OLD.{c} {differs} NEW.{c}' for c in columns)})" if columns else ""


# PostgreSQL


def _postgres() -> list[str]:
    made = [
        _postgres_trigger(table, about, event) for table, about in WATCHED for event in ("UPDATE", "INSERT OR DELETE")
    ]
    return [NOTE, NOTE_ROW, *made, ANYTHING.format(stamp=POSTGRES_STAMP)]


def _postgres_trigger(table: str, about: str, event: str) -> str:
    name = f"search_{table}_{event.split()[0].lower()}"
    when = _changed(table, "IS DISTINCT FROM") if event == "UPDATE" else ""
    return (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = '{name}') THEN "
        f"CREATE CONSTRAINT TRIGGER {name} AFTER {event} ON {table} DEFERRABLE INITIALLY DEFERRED "
        f"FOR EACH ROW {when} EXECUTE FUNCTION search_note_row('{about}'); END IF; END $$"
    )


NOTE = f"""
CREATE OR REPLACE FUNCTION search_note(product bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE made bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('search_cataloguechange'));
    INSERT INTO search_cataloguechange (product_number, stamp)
    VALUES (product, {POSTGRES_STAMP}) RETURNING id INTO made;
    IF made % 1000 = 0 THEN
        DELETE FROM search_cataloguechange WHERE id < made - {MOST_KEPT};
    END IF;
END $$
"""

NOTE_ROW = """
CREATE OR REPLACE FUNCTION search_note_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE before jsonb; after jsonb;
BEGIN
    IF TG_OP <> 'INSERT' THEN before := to_jsonb(OLD); END IF;
    IF TG_OP <> 'DELETE' THEN after := to_jsonb(NEW); END IF;
    IF TG_ARGV[0] = 'producer' THEN
        PERFORM search_note(id) FROM catalogue_product
        WHERE owner_id = (coalesce(after, before) ->> 'id')::bigint;
    ELSE
        PERFORM search_note(number) FROM (
            SELECT (before ->> TG_ARGV[0])::bigint AS number UNION SELECT (after ->> TG_ARGV[0])::bigint
        ) AS numbers WHERE number IS NOT NULL;
    END IF;
    RETURN NULL;
END $$
"""
