"""PostgreSQL refuses two certificates in force of one product on one day. SQLite cannot say it; there, as on both, the
services do (catalogue.services.certificates)."""

from django.db import migrations

NAME = "certificates_of_a_product_do_not_overlap"
REFUSE = f"""
ALTER TABLE catalogue_certificate ADD CONSTRAINT {NAME}
EXCLUDE USING gist (product_id WITH =, daterange(issued_on, last_day, '[]') WITH &&)
WHERE (state IN ('issued', 'in_renewal', 'extended'))
"""


def refuse_overlaps(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        schema_editor.execute(REFUSE)


def allow_overlaps(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE catalogue_certificate DROP CONSTRAINT {NAME}")


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0037_history_names_the_paper")]
    operations = [migrations.RunPython(refuse_overlaps, allow_overlaps)]
