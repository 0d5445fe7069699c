"""The triggers stand from here on. They are taken down before each `migrate` and put up after it (catalogue.schema);
this makes databases know of them."""

from django.db import migrations

from catalogue.triggers import removal, statements


def install(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def remove(apps, schema_editor):
    for statement in removal(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0033_register")]
    operations = [migrations.RunPython(install, remove)]
