"""How much a step was about, and in which box. On SQLite this makes the table anew: its triggers are put up again."""

from django.db import migrations, models

from traceability.triggers import EVENTS, statements


def keep_append_only(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in statements("sqlite", EVENTS):
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("traceability", "0002_events_are_append_only")]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, keep_append_only),
        migrations.AddField(
            model_name='event',
            name='box',
            field=models.CharField(blank=True, db_default='', default='', max_length=40, verbose_name='Mã thùng'),
        ),
        migrations.AddField(
            model_name='event',
            name='quantity',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='Khối lượng, số lượng'),
        ),
        migrations.AddField(
            model_name='event',
            name='uom',
            field=models.CharField(blank=True, choices=[('KGM', 'kg'), ('GRM', 'g'), ('LTR', 'lít'), ('MLT', 'ml')], db_default='', default='', max_length=3, verbose_name='Đơn vị'),
        ),
        migrations.RunPython(keep_append_only, migrations.RunPython.noop),
    ]
