"""Sheets of labels on many papers, what was done with them (append-only), and scratch PINs."""

import django.db.models.deletion
import django.utils.timezone
import traceability.models.labels
from django.conf import settings
from django.db import migrations, models

from traceability.triggers import SHEETS, removal, statements


def make_append_only(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor, *SHEETS):
        schema_editor.execute(statement, params=None)


def take_down(apps, schema_editor):
    for statement in removal(schema_editor.connection.vendor, *SHEETS):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('traceability', '0007_scans_by_day_and_cases'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ScratchPin',
            fields=[
                ('label', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='pin', serialize=False, to='traceability.label')),
                ('mac', models.CharField(max_length=64)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('locked_until', models.DateTimeField(blank=True, null=True)),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('times_right', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='SheetAct',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(choices=[('made', 'Tạo mã'), ('printed', 'Làm tệp in'), ('pinned', 'In bảng mã cào'), ('activated', 'Kích hoạt'), ('voided', 'Hủy')], max_length=9)),
                ('count', models.PositiveIntegerField()),
                ('note', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='label',
            name='copies',
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name='labelsheet',
            name='dpi',
            field=models.PositiveSmallIntegerField(db_default=300, default=300),
        ),
        migrations.AddField(
            model_name='labelsheet',
            name='drawn_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='labelsheet',
            name='file',
            field=models.FileField(blank=True, db_default='', default='', upload_to=traceability.models.labels.new_path),
        ),
        migrations.AddField(
            model_name='labelsheet',
            name='first_page',
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name='labelsheet',
            name='last_page',
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='labelsheet',
            name='paper',
            field=models.CharField(db_default='a4-21', default='a4-21', max_length=12),
        ),
        migrations.AddField(
            model_name='labelsheet',
            name='pins_printed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='labelsheet',
            name='printing',
            field=models.CharField(blank=True, choices=[('', 'Chưa có tệp in'), ('drawing', 'Đang chuẩn bị tệp in'), ('ready', 'Tệp in đã sẵn sàng'), ('failed', 'Chưa làm được tệp in')], db_default='', default='', max_length=7),
        ),
        migrations.AddField(
            model_name='labelsheet',
            name='steps_done',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='labelsheet',
            name='steps_total',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddConstraint(
            model_name='label',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['generated', 'printed']), _negated=True), models.Q(('activated_at__isnull', True), ('ended_at__isnull', True)), _connector='OR'), name='label_in_use_never_becomes_unused'),
        ),
        migrations.AddConstraint(
            model_name='label',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'activated'), _negated=True), ('ended_at__isnull', True), _connector='OR'), name='label_ended_stays_ended'),
        ),
        migrations.AddConstraint(
            model_name='label',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'lot'), ('copies', 1), _connector='OR'), name='label_of_a_unit_is_on_one_pack'),
        ),
        migrations.AddConstraint(
            model_name='scratchpin',
            constraint=models.CheckConstraint(condition=models.Q(('tries__lte', 5)), name='pin_takes_at_most_5_tries'),
        ),
        migrations.AddField(
            model_name='sheetact',
            name='actor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sheetact',
            name='sheet',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='traceability.labelsheet'),
        ),
        migrations.RunPython(make_append_only, take_down),
    ]
