"""Tables whose rows may only be added: the database itself refuses change and removal (SQLite and PostgreSQL)."""

SQLITE = """
CREATE TRIGGER {table}_keeps_{act} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
POSTGRES = "CREATE TRIGGER {table}_keeps_{act} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
POSTGRES_ZERO_SUM = """
CREATE OR REPLACE FUNCTION ledger_entry_sums_to_zero() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT sum(amount) FROM ledger_posting WHERE entry_id = NEW.entry_id) <> 0 THEN
    RAISE EXCEPTION 'entry % does not sum to zero', NEW.entry_id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_posting_zero_sum AFTER INSERT ON ledger_posting
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_entry_sums_to_zero()
"""


def make_append_only(schema_editor, *tables: str) -> None:
    """Put the triggers on `tables`; for use in a migration."""
    is_postgres = schema_editor.connection.vendor == "postgresql"
    if is_postgres:
        schema_editor.execute(POSTGRES_FUNCTION, params=None)
    for table in tables:
        for act in ("update", "delete"):
            schema_editor.execute((POSTGRES if is_postgres else SQLITE).format(table=table, act=act), params=None)


def undo_append_only(schema_editor, *tables: str) -> None:
    """Take the triggers off again."""
    on = " ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
    for table in tables:
        for act in ("update", "delete"):
            schema_editor.execute(("DROP TRIGGER {table}_keeps_{act}" + on).format(table=table, act=act), params=None)
