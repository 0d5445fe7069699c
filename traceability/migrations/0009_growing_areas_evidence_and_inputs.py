"""Growing areas, laboratories, what went into a lot, evidence, imports. Tables of what was said are append-only.

On SQLite this makes the table of steps anew: its triggers are put up again.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from traceability.triggers import EVENTS, SAID, statements


def keep_steps_append_only(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        put_up(schema_editor, EVENTS)


def forwards(apps, schema_editor):
    keep_steps_append_only(apps, schema_editor)
    put_up(schema_editor, *SAID)


def put_up(schema_editor, *tables):
    for statement in statements(schema_editor.connection.vendor, *tables):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0043_producers_are_written_to_in_their_language'),
        ('traceability', '0008_sheets_of_many_papers_and_pins'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, keep_steps_append_only),
        migrations.CreateModel(
            name='LotInput',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('supplier', models.CharField(blank=True, max_length=200, verbose_name='Nơi bán, nơi giao')),
                ('supplier_lot', models.CharField(blank=True, max_length=60, verbose_name='Số lô của nơi bán')),
                ('material', models.CharField(blank=True, max_length=200, verbose_name='Nguyên liệu')),
                ('quantity', models.PositiveIntegerField(blank=True, null=True, verbose_name='Khối lượng, số lượng')),
                ('uom', models.CharField(blank=True, choices=[('C62', 'gói'), ('KGM', 'kg'), ('GRM', 'g'), ('TNE', 'tấn'), ('LTR', 'lít'), ('MLT', 'ml')], max_length=3, verbose_name='Đơn vị')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='StepImport',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(blank=True, upload_to='imports/')),
                ('file_name', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('reading', 'Đang đọc'), ('read', 'Đã đọc thử'), ('saving', 'Đang lưu'), ('done', 'Đã xong'), ('failed', 'Không đọc được')], default='reading', max_length=8)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('rows_total', models.PositiveIntegerField(default=0)),
                ('rows_done', models.PositiveIntegerField(default=0)),
                ('rows_new', models.PositiveIntegerField(default=0)),
                ('rows_known', models.PositiveIntegerField(default=0)),
                ('report', models.JSONField(blank=True, default=list)),
            ],
            options={
                'verbose_name': 'step imports',
                'verbose_name_plural': 'step imports',
                'ordering': ['-at', '-pk'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='event',
            name='author_name',
            field=models.CharField(blank=True, db_default='', default='', max_length=200),
        ),
        migrations.AddField(
            model_name='event',
            name='author_role',
            field=models.CharField(blank=True, db_default='', default='', max_length=12),
        ),
        migrations.AddField(
            model_name='event',
            name='network',
            field=models.CharField(blank=True, db_default='', default='', max_length=48),
        ),
        migrations.AddField(
            model_name='event',
            name='outcome',
            field=models.CharField(blank=True, choices=[('pass', 'Đạt'), ('fail', 'Không đạt')], db_default='', default='', max_length=4, verbose_name='Kết quả'),
        ),
        migrations.AddField(
            model_name='event',
            name='party',
            field=models.CharField(blank=True, db_default='', default='', max_length=200, verbose_name='Bên giao, bên nhận'),
        ),
        migrations.AddField(
            model_name='event',
            name='report_number',
            field=models.CharField(blank=True, db_default='', default='', max_length=60, verbose_name='Số phiếu kết quả'),
        ),
        migrations.AddField(
            model_name='lot',
            name='harvested_on',
            field=models.DateField(blank=True, null=True, verbose_name='Ngày thu hoạch'),
        ),
        migrations.AddField(
            model_name='lot',
            name='material',
            field=models.CharField(blank=True, db_default='', default='', max_length=100, verbose_name='Nguyên liệu'),
        ),
        migrations.AddField(
            model_name='lot',
            name='uom',
            field=models.CharField(choices=[('C62', 'gói'), ('KGM', 'kg'), ('GRM', 'g'), ('TNE', 'tấn'), ('LTR', 'lít'), ('MLT', 'ml')], db_default='C62', default='C62', max_length=3, verbose_name='Đơn vị đo'),
        ),
        migrations.AlterField(
            model_name='event',
            name='stage',
            field=models.CharField(choices=[('harvest', 'Thu hoạch'), ('process', 'Chế biến'), ('lab', 'Kiểm nghiệm'), ('pack', 'Đóng gói'), ('store', 'Lưu kho'), ('ship', 'Xuất hàng'), ('receive', 'Nhận hàng'), ('sell', 'Bày bán'), ('activate', 'Kích hoạt tem'), ('recall', 'Thu hồi lô'), ('lift', 'Gỡ lệnh thu hồi')], max_length=8, verbose_name='Công đoạn'),
        ),
        migrations.AlterField(
            model_name='event',
            name='uom',
            field=models.CharField(blank=True, choices=[('C62', 'gói'), ('KGM', 'kg'), ('GRM', 'g'), ('TNE', 'tấn'), ('LTR', 'lít'), ('MLT', 'ml')], db_default='', default='', max_length=3, verbose_name='Đơn vị'),
        ),
        migrations.CreateModel(
            name='Commissioning',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('salt', models.CharField(max_length=64)),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='commissioning', to='traceability.event')),
            ],
        ),
        migrations.CreateModel(
            name='EvidenceFile',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('photo', 'Ảnh'), ('report', 'Phiếu kết quả')], default='photo', max_length=6)),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('stored_sha256', models.CharField(max_length=64)),
                ('file', models.FileField(upload_to='private/evidence/')),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='traceability.event')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='GrowingArea',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('area', 'Vùng trồng'), ('packhouse', 'Cơ sở đóng gói')], default='area', max_length=9, verbose_name='Loại mã')),
                ('code', models.CharField(max_length=60, verbose_name='Mã số')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='Tên vùng, nơi')),
                ('crop', models.CharField(blank=True, max_length=100, verbose_name='Cây trồng')),
                ('issuer', models.CharField(max_length=200, verbose_name='Cơ quan cấp mã')),
                ('market', models.CharField(blank=True, max_length=60, verbose_name='Thị trường')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='Có hiệu lực từ ngày')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='Ngày cuối cùng còn hiệu lực')),
                ('state', models.CharField(choices=[('declared', 'nhà sản xuất tự khai'), ('confirmed', 'cơ quan quản lý đã xác nhận'), ('refused', 'cơ quan quản lý không xác nhận')], default='declared', max_length=9)),
                ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                ('reviewed_by', models.CharField(blank=True, max_length=200)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('producer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='growing_areas', to='catalogue.producer')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.place')),
            ],
            options={
                'verbose_name': 'mã số vùng trồng',
                'verbose_name_plural': 'mã số vùng trồng',
                'ordering': ['code', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AreaReview',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_confirmed', models.BooleanField()),
                ('authority', models.CharField(max_length=200)),
                ('document', models.CharField(max_length=120, verbose_name='Văn bản căn cứ')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='Ghi chú')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='traceability.growingarea')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='lot',
            name='growing_areas',
            field=models.ManyToManyField(blank=True, related_name='lots', to='traceability.growingarea'),
        ),
        migrations.CreateModel(
            name='Laboratory',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True, verbose_name='Tên phòng kiểm nghiệm')),
                ('accreditation', models.CharField(blank=True, max_length=100, verbose_name='Số công nhận, chỉ định')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='Địa chỉ')),
                ('is_active', models.BooleanField(default=True, verbose_name='Đang hoạt động')),
                ('is_fictional', models.BooleanField(default=False)),
                ('people', models.ManyToManyField(blank=True, related_name='laboratories', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'phòng kiểm nghiệm',
                'verbose_name_plural': 'phòng kiểm nghiệm',
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='lot',
            name='laboratories',
            field=models.ManyToManyField(blank=True, related_name='lots', to='traceability.laboratory'),
        ),
        migrations.AddConstraint(
            model_name='lot',
            constraint=models.CheckConstraint(condition=models.Q(('harvested_on__isnull', True), ('produced_on__isnull', True), ('produced_on__gte', models.F('harvested_on')), _connector='OR'), name='lot_is_produced_after_harvest', violation_error_message='Ngày sản xuất không thể trước ngày thu hoạch.'),
        ),
        migrations.AddConstraint(
            model_name='lot',
            constraint=models.CheckConstraint(condition=models.Q(('harvested_on__isnull', True), ('packed_on__isnull', True), ('packed_on__gte', models.F('harvested_on')), _connector='OR'), name='lot_is_packed_after_harvest', violation_error_message='Ngày đóng gói không thể trước ngày thu hoạch.'),
        ),
        migrations.AddField(
            model_name='lotinput',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inputs', to='traceability.event'),
        ),
        migrations.AddField(
            model_name='lotinput',
            name='source',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='traceability.lot'),
        ),
        migrations.AddField(
            model_name='stepimport',
            name='actor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='stepimport',
            name='producer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='step_imports', to='catalogue.producer'),
        ),
        migrations.AddConstraint(
            model_name='evidencefile',
            constraint=models.UniqueConstraint(fields=('event', 'sha256'), name='evidence_file_once_per_step'),
        ),
        migrations.AddConstraint(
            model_name='growingarea',
            constraint=models.UniqueConstraint(fields=('producer', 'code', 'market'), name='growing_area_code_once_per_producer_and_market', violation_error_message='Mã này đã được khai cho thị trường đó.'),
        ),
        migrations.AddConstraint(
            model_name='growingarea',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='growing_area_ends_after_it_begins', violation_error_message='Ngày cuối cùng không thể trước ngày bắt đầu.'),
        ),
        migrations.AddConstraint(
            model_name='growingarea',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'declared'), models.Q(('reviewed_at__isnull', False), models.Q(('reviewed_by', ''), _negated=True)), _connector='OR'), name='growing_area_reviewed_says_when_and_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='lotinput',
            constraint=models.UniqueConstraint(fields=('event', 'source'), name='lot_input_of_a_lot_once_per_step'),
        ),
        migrations.AddConstraint(
            model_name='lotinput',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('source__isnull', False), ('supplier', '')), models.Q(('source__isnull', True), models.Q(('supplier', ''), _negated=True)), _connector='OR'), name='lot_input_is_a_lot_or_a_suppliers'),
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
