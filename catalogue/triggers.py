"""What the database itself refuses, whoever asks: rewriting history, or what a certificate says as printed.

Statements may be run again. On SQLite a later change of a table makes the table anew and forgets its triggers, so
catalogue.schema puts them up after every `migrate`.
"""

EVENTS, CERTIFICATES, SALES = "catalogue_certificateevent", "catalogue_certificate", "catalogue_saleevent"
BOXES = "catalogue_boxevent"
TABLES = {EVENTS, CERTIFICATES, SALES, BOXES}
APPEND_ONLY = "the history of a certificate is append-only"
SALES_APPEND_ONLY = "the history of a sale is append-only"
BOXES_APPEND_ONLY = "the history of a gift box is append-only"
FROZEN = "the facts of a certificate stay as printed"
SCAN_FROZEN = "the scan of a certificate stays as attached"

FACTS = (
    "product_id",
    "public_id",
    "stars",
    "number",
    "product_code",
    "decision_number",
    "decision_date",
    "issuer_as_printed",
    "product_name_as_printed",
    "producer_as_printed",
    "address_as_printed",
    "rule_version",
)
DATES = ("issued_on", "valid_until")  # frozen too, unless they were never printed anywhere
SCAN = ("scan", "scan_sha256")  # frozen once there is one
CHANGES = {  # illustrative dates may move; printed ones never become illustrative
    FROZEN: "{facts} OR (NOT OLD.dates_are_illustrative AND (NEW.dates_are_illustrative OR {dates}))",
    SCAN_FROZEN: "OLD.scan_sha256 <> '' AND ({scan})",
}
Rules = dict[str, tuple[str, str, str]]
FIRST = {  # trigger -> (table, what it refuses, the sentence); those of migration 0034 that name no later column
    "certificate_history_is_not_rewritten": (EVENTS, "UPDATE", APPEND_ONLY),
    "certificate_history_is_not_removed": (EVENTS, "DELETE", APPEND_ONLY),
}
NAMES = FIRST | {
    "certificate_facts_are_frozen": (CERTIFICATES, "UPDATE", FROZEN),
    "certificate_scan_is_frozen": (CERTIFICATES, "UPDATE", SCAN_FROZEN),
    "sale_history_is_not_rewritten": (SALES, "UPDATE", SALES_APPEND_ONLY),
    "sale_history_is_not_removed": (SALES, "DELETE", SALES_APPEND_ONLY),
    "box_history_is_not_rewritten": (BOXES, "UPDATE", BOXES_APPEND_ONLY),
    "box_history_is_not_removed": (BOXES, "DELETE", BOXES_APPEND_ONLY),
}

REFUSE = """
CREATE OR REPLACE FUNCTION catalogue_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'integrity_constraint_violation';
END $$
"""


def statements(vendor: str, names: Rules = FIRST) -> list[str]:
    """Make the triggers `names` of "sqlite" or "postgresql" anew."""
    if vendor == "sqlite":
        return removal(vendor) + [_sqlite(name, *rule) for name, rule in names.items()]
    return [REFUSE, *removal(vendor), *(_postgresql(name, *rule) for name, rule in names.items())]


def removal(vendor: str) -> list[str]:
    """Take all triggers down; those that are not there, or whose table is not, are no error."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name in NAMES]
    return [f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, (table, _act, _text) in NAMES.items()]


def _sqlite(name: str, table: str, act: str, text: str) -> str:
    when = f"WHEN {_changed(text, 'IS NOT')}" if text in CHANGES else ""
    return f"CREATE TRIGGER {name} BEFORE {act} ON {table} {when} BEGIN SELECT RAISE(ABORT, '{text}'); END"


def _postgresql(name: str, table: str, act: str, text: str) -> str:
    when = f"WHEN ({_changed(text, 'IS DISTINCT FROM')})" if text in CHANGES else ""
    return (
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION catalogue_refuse('{text}')"
    )


def _changed(text: str, differs: str) -> str:
    """SQL: whether what the sentence guards changes."""
    return CHANGES[text].format(
        **{
            name: " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns)
            for name, columns in (("facts", FACTS), ("dates", DATES), ("scan", SCAN))
        }
    )
