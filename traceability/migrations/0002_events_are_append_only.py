"""A trigger refuses UPDATE and DELETE on events, on both databases (no code path, no shell, gets around it)."""

from django.db import migrations

SQLITE = [
    f"""
    CREATE TRIGGER traceability_event_no_{verb} BEFORE {verb} ON traceability_event
    BEGIN SELECT RAISE(ABORT, 'traceability_event is append-only'); END
    """
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    """
    CREATE FUNCTION traceability_event_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'traceability_event is append-only' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER traceability_event_no_change BEFORE UPDATE OR DELETE ON traceability_event
    FOR EACH ROW EXECUTE FUNCTION traceability_event_append_only()
    """,
]
UNDO = {
    "sqlite": [f"DROP TRIGGER traceability_event_no_{verb}" for verb in ("UPDATE", "DELETE")],
    "postgresql": [
        "DROP TRIGGER traceability_event_no_change ON traceability_event",
        "DROP FUNCTION traceability_event_append_only()",
    ],
}


def forwards(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("traceability", "0001_lots_and_labels")]
    operations = [migrations.RunPython(forwards, backwards)]
