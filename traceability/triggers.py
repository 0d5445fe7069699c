"""Tables whose rows may only be added: the database itself refuses change and removal (SQLite and PostgreSQL).

On SQLite a later change of a table makes the table anew and forgets its triggers: such a migration puts them up
again. Statements may be run again.
"""

from collections.abc import Iterator

EVENTS = "traceability_event"
LOG = ("traceability_record", "traceability_treenode", "traceability_signedroot")
CASES = ("traceability_caseentry",)
SHEETS = ("traceability_sheetact",)
ACTS = ("traceability_deskact",)
SAID = (
    "traceability_areareview",
    "traceability_lotinput",
    "traceability_evidencefile",
    "traceability_commissioning",
)
FUNCTION = """
CREATE OR REPLACE FUNCTION traceability_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def statements(vendor: str, *tables: str) -> Iterator[str]:
    """Put the triggers on these tables of "sqlite" or "postgresql"."""
    yield from removal(vendor, *tables)
    if vendor == "postgresql":
        yield FUNCTION
    for table in tables:
        for act in ("UPDATE", "DELETE"):
            does = (
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                if vendor == "sqlite"
                else "FOR EACH ROW EXECUTE FUNCTION traceability_refuse()"
            )
            yield f"CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table} {does}"


def removal(vendor: str, *tables: str) -> Iterator[str]:
    """Take them down; those that are not there are no error."""
    for table in tables:
        on = "" if vendor == "sqlite" else f" ON {table}"
        yield from (f"DROP TRIGGER IF EXISTS {table}_no_{act}{on}" for act in ("UPDATE", "DELETE"))
