"""Triggers that write a `CatalogueChange` whenever a product's place on the shelf may have changed.

They see every way of writing: the services, bulk updates, SQL by hand. What happens to a pack size is news of its
product, what happens to a part is news of the gift box. A change of stock alone is no news (a card reads its stock
itself), or each sale would wake every process; only the last piece is, and the first: the price of a product in pack
sizes is that of its cheapest size that can be bought.

On PostgreSQL they are deferred to the end of the transaction and take one advisory lock there: numbers are
then given in the order of commits, so a reader that knows number 7 has not missed number 6; and no lock
is held while the transaction still waits for rows. A trigger that stands is left alone there: whoever changes what
one listens to gives it a new name and its old one to GONE.
"""

MOST_KEPT = 20_000
ANYTHING = "INSERT INTO search_cataloguechange (product_number, stamp) VALUES (NULL, {stamp})"
SQLITE_STAMP = "lower(hex(randomblob(8)))"
POSTGRES_STAMP = "gen_random_uuid()::text"

# table, what its row is called by: a column with a product's number, or the producer of many
WATCHED = (
    ("catalogue_product", "id"),
    ("catalogue_certificate", "product_id"),
    ("catalogue_boxpart", "box_id"),
    ("catalogue_producer", "producer"),
    ("partner_stockrecord", "product_id"),
)
HAS_PIECES = "({row}.num_in_stock > coalesce({row}.num_allocated, 0))"
ONLY_WHEN = {  # what must differ between the rows; other updates are no news
    "partner_stockrecord": ("{row}.price", "{row}.product_id", HAS_PIECES)
}
RENAMED = {("partner_stockrecord", "UPDATE"): "search_partner_stockrecord_offer"}
GONE = (("search_partner_stockrecord_update", "partner_stockrecord"),)

# Products whose place may change with {number}: itself, its product, the boxes it lies in (as a size, or with sizes).
ABOUT = """
    SELECT {number} AS number
    UNION SELECT parent_id FROM catalogue_product WHERE id = {number}
    UNION SELECT box_id FROM catalogue_boxpart WHERE product_id = {number}
    UNION SELECT box_id FROM catalogue_boxpart
        WHERE product_id IN (SELECT id FROM catalogue_product WHERE parent_id = {number})
    UNION SELECT box_id FROM catalogue_boxpart
        WHERE product_id IN (SELECT parent_id FROM catalogue_product WHERE id = {number})
"""
OF_PRODUCER = """
    SELECT id AS number FROM catalogue_product WHERE owner_id = {number}
    UNION SELECT box_id FROM catalogue_boxpart
        WHERE product_id IN (SELECT id FROM catalogue_product WHERE owner_id = {number})
"""


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
        f"CREATE TRIGGER IF NOT EXISTS {_name(table, event)} AFTER {event} ON {table} {when} BEGIN "
        f"INSERT INTO search_cataloguechange (product_number, stamp) "
        f"SELECT number, {SQLITE_STAMP} FROM ({_numbers(about, rows)}) WHERE number IS NOT NULL; END"
    )


def _numbers(about: str, rows: tuple[str, ...]) -> str:
    """The products that a changed row is about; UNION names each once."""
    if about == "producer":
        return OF_PRODUCER.format(number=f"{rows[-1]}.id")
    columns = (about, "parent_id") if about == "id" else (about,)
    return " UNION ".join(ABOUT.format(number=f"{row}.{column}") for row in rows for column in columns)


def _name(table: str, event: str) -> str:
    event = event.split()[0]
    return RENAMED.get((table, event), f"search_{table}_{event.lower()}")


def _changed(table: str, differs: str) -> str:
    facts = ONLY_WHEN.get(table, ())
    changed = (f"{fact.format(row='OLD')} {differs} {fact.format(row='NEW')}" for fact in facts)
    return f"WHEN ({' OR '.join(changed)})" if facts else ""


# PostgreSQL


def _postgres() -> list[str]:
    made = [
        _postgres_trigger(table, about, event) for table, about in WATCHED for event in ("UPDATE", "INSERT OR DELETE")
    ]
    gone = [f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, table in GONE]
    return [NOTE, NOTE_ROW, *gone, *made, ANYTHING.format(stamp=POSTGRES_STAMP)]


def _postgres_trigger(table: str, about: str, event: str) -> str:
    name = _name(table, event)
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

NOTE_ROW = f"""
CREATE OR REPLACE FUNCTION search_note_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE before jsonb; after jsonb; maker bigint;
BEGIN
    IF TG_OP <> 'INSERT' THEN before := to_jsonb(OLD); END IF;
    IF TG_OP <> 'DELETE' THEN after := to_jsonb(NEW); END IF;
    IF TG_ARGV[0] = 'producer' THEN
        maker := (coalesce(after, before) ->> 'id')::bigint;
        PERFORM search_note(number) FROM ({OF_PRODUCER.format(number="maker")}) AS numbers;
    ELSE
        PERFORM search_note(numbers.number) FROM (
            SELECT DISTINCT about.number
            FROM unnest(ARRAY[
                before ->> TG_ARGV[0], after ->> TG_ARGV[0],
                CASE WHEN TG_ARGV[0] = 'id' THEN before ->> 'parent_id' END,
                CASE WHEN TG_ARGV[0] = 'id' THEN after ->> 'parent_id' END
            ]::bigint[]) AS changed(key)
            CROSS JOIN LATERAL ({ABOUT.format(number="changed.key")}) AS about
        ) AS numbers WHERE numbers.number IS NOT NULL;
    END IF;
    RETURN NULL;
END $$
"""
