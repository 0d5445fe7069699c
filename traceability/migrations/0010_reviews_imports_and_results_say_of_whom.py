"""Reviews say of which code, lists who sent them, results of which laboratory they are.

On SQLite this may make the tables anew: their triggers are put up again.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.db import migrations, models

from traceability.triggers import EVENTS, statements


def keep_append_only(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in statements("sqlite", EVENTS, "traceability_areareview"):
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('traceability', '0009_growing_areas_evidence_and_inputs'),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, keep_append_only),
        migrations.AddField(
            model_name='areareview',
            name='code',
            field=models.CharField(blank=True, db_default='', default='', max_length=60),
        ),
        migrations.AddField(
            model_name='event',
            name='laboratory',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='results', to='traceability.laboratory'),
        ),
        migrations.AddField(
            model_name='stepimport',
            name='network',
            field=models.CharField(blank=True, db_default='', default='', max_length=48),
        ),
        migrations.AddField(
            model_name='stepimport',
            name='role',
            field=models.CharField(blank=True, db_default='', default='', max_length=12),
        ),
        migrations.AddField(
            model_name='stepimport',
            name='started_at',
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now),
        ),
        migrations.RunPython(keep_append_only, migrations.RunPython.noop),
    ]
