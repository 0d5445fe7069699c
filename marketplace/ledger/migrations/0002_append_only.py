from django.db import migrations

from marketplace.ledger.triggers import POSTGRES_ZERO_SUM, make_append_only, undo_append_only

TABLES = ("ledger_journalentry", "ledger_posting")


def forwards(apps, schema_editor):
    make_append_only(schema_editor, *TABLES)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRES_ZERO_SUM, params=None)


def backwards(apps, schema_editor):
    undo_append_only(schema_editor, *TABLES)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER ledger_posting_zero_sum ON ledger_posting", params=None)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
