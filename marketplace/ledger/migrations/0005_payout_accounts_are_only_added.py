from django.db import migrations

from marketplace.ledger.triggers import make_append_only, undo_append_only

TABLE = "ledger_payoutaccount"


def forwards(apps, schema_editor):
    make_append_only(schema_editor, TABLE)


def backwards(apps, schema_editor):
    undo_append_only(schema_editor, TABLE)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_first_rates")]
    operations = [migrations.RunPython(forwards, backwards)]
