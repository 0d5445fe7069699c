"""A trigger refuses UPDATE and DELETE on the log, on both databases."""

from django.db import migrations

from traceability.triggers import LOG, removal, statements


def forwards(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor, *LOG):
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in removal(schema_editor.connection.vendor, *LOG):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("traceability", "0004_records")]
    operations = [migrations.RunPython(forwards, backwards)]
