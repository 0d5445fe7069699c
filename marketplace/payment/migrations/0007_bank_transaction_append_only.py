from django.db import migrations

from marketplace.ledger.triggers import make_append_only, undo_append_only

TABLE = "payment_banktransaction"


def forwards(apps, schema_editor):
    make_append_only(schema_editor, TABLE)


def backwards(apps, schema_editor):
    undo_append_only(schema_editor, TABLE)


class Migration(migrations.Migration):
    dependencies = [("payment", "0006_attempts")]
    operations = [migrations.RunPython(forwards, backwards)]
