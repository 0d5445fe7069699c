"""What the database itself refuses, whoever asks: rewriting history, or what a certificate says as printed.

Statements may be run again. On SQLite a later change of a table makes the table anew and forgets its triggers, so
catalogue.schema puts them up after every `migrate`.
"""

EVENTS, CERTIFICATES = "catalogue_certificateevent", "catalogue_certificate"
TABLES = {EVENTS, CERTIFICATES}
APPEND_ONLY = "the history of a certificate is append-only"
FROZEN = "the facts of a certificate stay as printed"

FACTS = (
    "product_id",
    "public_id",
    "stars",
    "number",
    "decision_number",
    "decision_date",
    "issuer_as_printed",
    "product_name_as_printed",
    "producer_as_printed",
    "address_as_printed",
    "rule_version",
)
DATES = ("issued_on", "valid_until")  # frozen too, unless they were never printed anywhere
NAMES = {  # trigger -> (table, what it refuses, the sentence)
    "certificate_history_is_not_rewritten": (EVENTS, "UPDATE", APPEND_ONLY),
    "certificate_history_is_not_removed": (EVENTS, "DELETE", APPEND_ONLY),
    "certificate_facts_are_frozen": (CERTIFICATES, "UPDATE", FROZEN),
}

REFUSE = """
CREATE OR REPLACE FUNCTION catalogue_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'integrity_constraint_violation';
END $$
"""


def statements(vendor: str) -> list[str]:
    """Make all triggers of "sqlite" or "postgresql" anew."""
    if vendor == "sqlite":
        return removal(vendor) + [_sqlite(name, *rule) for name, rule in NAMES.items()]
    return [REFUSE, *removal(vendor), *(_postgresql(name, *rule) for name, rule in NAMES.items())]


def removal(vendor: str) -> list[str]:
    """Take all triggers down; those that are not there are no error."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name in NAMES]
    return [f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, (table, _act, _text) in NAMES.items()]


def _sqlite(name: str, table: str, act: str, text: str) -> str:
    when = f"WHEN {_changed('IS NOT')}" if text == FROZEN else ""
    return f"CREATE TRIGGER {name} BEFORE {act} ON {table} {when} BEGIN SELECT RAISE(ABORT, '{text}'); END"


def _postgresql(name: str, table: str, act: str, text: str) -> str:
    when = f"WHEN ({_changed('IS DISTINCT FROM')})" if text == FROZEN else ""
    return (
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION catalogue_refuse('{text}')"
    )


def _changed(differs: str) -> str:
    """SQL: whether a frozen fact changes. Illustrative dates may move; printed ones never become illustrative."""
    facts, dates = (" OR ".join(f"OLD.{c} {differs} NEW.{c}" for c in columns) for columns in (FACTS, DATES))
    return f"{facts} OR (NOT OLD.dates_are_illustrative AND (NEW.dates_are_illustrative OR {dates}))"
