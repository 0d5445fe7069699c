from django.db import migrations

from marketplace.ledger.triggers import make_append_only, undo_append_only

TABLE = "buyers_reviewevent"


def forwards(apps, schema_editor):
    make_append_only(schema_editor, TABLE)


def backwards(apps, schema_editor):
    undo_append_only(schema_editor, TABLE)


class Migration(migrations.Migration):
    dependencies = [("buyers", "0005_reviews_of_delivered_lines")]
    operations = [migrations.RunPython(forwards, backwards)]
