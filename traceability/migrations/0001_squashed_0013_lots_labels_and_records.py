"""The tables of traceability as migrations 0001 to 0013 made them one by one, which took a new database half a minute.

On PostgreSQL the steps' trigger keeps the name that migration 0002 gave it.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import traceability.codes
import traceability.models.labels
import traceability.receipts
from django.conf import settings
from django.db import migrations, models

from traceability.triggers import ACTS, CASES, EVENTS, LOG, SAID, SHEETS, statements

EVENTS_ON_POSTGRESQL = [
    """
    CREATE FUNCTION traceability_event_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'traceability_event is append-only' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER traceability_event_no_change BEFORE UPDATE OR DELETE ON traceability_event
    FOR EACH ROW EXECUTE FUNCTION traceability_event_append_only()
    """,
]


def make_append_only(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    of_events = EVENTS_ON_POSTGRESQL if vendor == "postgresql" else statements(vendor, EVENTS)
    for statement in [*of_events, *statements(vendor, *LOG, *CASES, *SHEETS, *SAID, *ACTS)]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("traceability", "0001_lots_and_labels"),
        ("traceability", "0002_events_are_append_only"),
        ("traceability", "0003_events_say_how_much"),
        ("traceability", "0004_records"),
        ("traceability", "0005_records_are_append_only"),
        ("traceability", "0006_old_codes_and_company_prefixes"),
        ("traceability", "0007_scans_by_day_and_cases"),
        ("traceability", "0008_sheets_of_many_papers_and_pins"),
        ("traceability", "0009_growing_areas_evidence_and_inputs"),
        ("traceability", "0010_reviews_imports_and_results_say_of_whom"),
        ("traceability", "0011_cases_are_found_by_the_system"),
        ("traceability", "0012_sheets_say_who_asked_for_their_file"),
        ("traceability", "0013_codes_are_withdrawn_and_operators_acts_kept"),
    ]
    dependencies = [
        ("catalogue", "0043_producers_are_written_to_in_their_language"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name='GrowingArea',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('producer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='growing_areas', to='catalogue.producer')),
                ('kind', models.CharField(choices=[('area', 'Vùng trồng'), ('packhouse', 'Cơ sở đóng gói')], default='area', max_length=9, verbose_name='Loại mã')),
                ('code', models.CharField(max_length=60, verbose_name='Mã số')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='Tên vùng, nơi')),
                ('crop', models.CharField(blank=True, max_length=100, verbose_name='Cây trồng')),
                ('issuer', models.CharField(max_length=200, verbose_name='Cơ quan cấp mã')),
                ('market', models.CharField(blank=True, max_length=60, verbose_name='Thị trường')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='Có hiệu lực từ ngày')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='Ngày cuối cùng còn hiệu lực')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.place')),
                ('state', models.CharField(choices=[('declared', 'nhà sản xuất tự khai'), ('confirmed', 'cơ quan quản lý đã xác nhận'), ('refused', 'cơ quan quản lý không xác nhận')], default='declared', max_length=9)),
                ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                ('reviewed_by', models.CharField(blank=True, max_length=200)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'mã số vùng trồng',
                'verbose_name_plural': 'mã số vùng trồng',
                'ordering': ['code', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('producer', 'code', 'market'), name='growing_area_code_once_per_producer_and_market', violation_error_message='Mã này đã được khai cho thị trường đó.'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='growing_area_ends_after_it_begins', violation_error_message='Ngày cuối cùng không thể trước ngày bắt đầu.'), models.CheckConstraint(condition=models.Q(('state', 'declared'), models.Q(('reviewed_at__isnull', False), models.Q(('reviewed_by', ''), _negated=True)), _connector='OR'), name='growing_area_reviewed_says_when_and_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='AreaReview',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='traceability.growingarea')),
                ('code', models.CharField(blank=True, db_default='', default='', max_length=60)),
                ('is_confirmed', models.BooleanField()),
                ('authority', models.CharField(max_length=200)),
                ('document', models.CharField(max_length=120, verbose_name='Văn bản căn cứ')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='Ghi chú')),
                ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['pk'],
            },
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
        migrations.CreateModel(
            name='Lot',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lots', to='catalogue.product')),
                ('number', models.CharField(max_length=40, verbose_name='Số lô')),
                ('material', models.CharField(blank=True, db_default='', default='', max_length=100, verbose_name='Nguyên liệu')),
                ('harvested_on', models.DateField(blank=True, null=True, verbose_name='Ngày thu hoạch')),
                ('produced_on', models.DateField(blank=True, null=True, verbose_name='Ngày sản xuất')),
                ('packed_on', models.DateField(blank=True, null=True, verbose_name='Ngày đóng gói')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='Hạn dùng')),
                ('quantity', models.PositiveIntegerField(verbose_name='Số gói')),
                ('unit', models.CharField(default='gói', max_length=20, verbose_name='Đơn vị')),
                ('uom', models.CharField(choices=[('C62', 'gói'), ('KGM', 'kg'), ('GRM', 'g'), ('TNE', 'tấn'), ('LTR', 'lít'), ('MLT', 'ml')], db_default='C62', default='C62', max_length=3, verbose_name='Đơn vị đo')),
                ('state', models.CharField(choices=[('open', 'Đang lưu hành'), ('recalled', 'Lô đã thu hồi')], default='open', max_length=8)),
                ('recalled_at', models.DateTimeField(blank=True, null=True)),
                ('recall_reason', models.CharField(blank=True, max_length=300, verbose_name='Lý do thu hồi')),
                ('recall_advice', models.CharField(blank=True, db_default='', default='', max_length=300, verbose_name='Người mua nên làm gì')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('growing_areas', models.ManyToManyField(blank=True, related_name='lots', to='traceability.growingarea')),
                ('laboratories', models.ManyToManyField(blank=True, related_name='lots', to='traceability.laboratory')),
            ],
            options={
                'ordering': ['-packed_on', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('product', 'number'), name='lot_number_once_per_product', violation_error_message='Sản phẩm này đã có lô mang số đó.'), models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='lot_holds_a_pack', violation_error_message='Một lô có ít nhất một gói.'), models.CheckConstraint(condition=models.Q(('produced_on__isnull', True), ('packed_on__isnull', True), ('packed_on__gte', models.F('produced_on')), _connector='OR'), name='lot_is_packed_after_production', violation_error_message='Ngày đóng gói không thể trước ngày sản xuất.'), models.CheckConstraint(condition=models.Q(('packed_on__isnull', True), ('expires_on__isnull', True), ('expires_on__gte', models.F('packed_on')), _connector='OR'), name='lot_expires_after_packing', violation_error_message='Hạn sử dụng không thể trước ngày đóng gói.'), models.CheckConstraint(condition=models.Q(('harvested_on__isnull', True), ('produced_on__isnull', True), ('produced_on__gte', models.F('harvested_on')), _connector='OR'), name='lot_is_produced_after_harvest', violation_error_message='Ngày sản xuất không thể trước ngày thu hoạch.'), models.CheckConstraint(condition=models.Q(('harvested_on__isnull', True), ('packed_on__isnull', True), ('packed_on__gte', models.F('harvested_on')), _connector='OR'), name='lot_is_packed_after_harvest', violation_error_message='Ngày đóng gói không thể trước ngày thu hoạch.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'recalled'), _negated=True), models.Q(('recalled_at__isnull', False), models.Q(('recall_reason', ''), _negated=True)), _connector='OR'), name='lot_recalled_says_when_and_why')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='traceability.lot')),
                ('stage', models.CharField(choices=[('harvest', 'Thu hoạch'), ('process', 'Chế biến'), ('lab', 'Kiểm nghiệm'), ('pack', 'Đóng gói'), ('store', 'Lưu kho'), ('ship', 'Xuất hàng'), ('receive', 'Nhận hàng'), ('sell', 'Bày bán'), ('activate', 'Kích hoạt tem'), ('recall', 'Thu hồi lô'), ('lift', 'Gỡ lệnh thu hồi')], max_length=8, verbose_name='Công đoạn')),
                ('at', models.DateTimeField(verbose_name='Thời điểm')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.place')),
                ('place_text', models.CharField(blank=True, max_length=200, verbose_name='Nơi')),
                ('author_class', models.CharField(choices=[('producer', 'nhà sản xuất tự khai'), ('lab', 'phòng kiểm nghiệm'), ('authority', 'cơ quan quản lý'), ('platform', 'sàn ghi nhận')], default='producer', max_length=9)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('author_name', models.CharField(blank=True, db_default='', default='', max_length=200)),
                ('author_role', models.CharField(blank=True, db_default='', default='', max_length=12)),
                ('network', models.CharField(blank=True, db_default='', default='', max_length=48)),
                ('laboratory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='results', to='traceability.laboratory')),
                ('party', models.CharField(blank=True, db_default='', default='', max_length=200, verbose_name='Bên giao, bên nhận')),
                ('report_number', models.CharField(blank=True, db_default='', default='', max_length=60, verbose_name='Số phiếu kết quả')),
                ('outcome', models.CharField(blank=True, choices=[('pass', 'Đạt'), ('fail', 'Không đạt')], db_default='', default='', max_length=4, verbose_name='Kết quả')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='Ghi chú')),
                ('quantity', models.PositiveIntegerField(blank=True, null=True, verbose_name='Khối lượng, số lượng')),
                ('uom', models.CharField(blank=True, choices=[('C62', 'gói'), ('KGM', 'kg'), ('GRM', 'g'), ('TNE', 'tấn'), ('LTR', 'lít'), ('MLT', 'ml')], db_default='', default='', max_length=3, verbose_name='Đơn vị')),
                ('box', models.CharField(blank=True, db_default='', default='', max_length=40, verbose_name='Mã thùng')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'indexes': [models.Index(fields=['lot', 'at'], name='event_of_lot')],
            },
        ),
        migrations.CreateModel(
            name='LotInput',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inputs', to='traceability.event')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='traceability.lot')),
                ('supplier', models.CharField(blank=True, max_length=200, verbose_name='Nơi bán, nơi giao')),
                ('supplier_lot', models.CharField(blank=True, max_length=60, verbose_name='Số lô của nơi bán')),
                ('material', models.CharField(blank=True, max_length=200, verbose_name='Nguyên liệu')),
                ('quantity', models.PositiveIntegerField(blank=True, null=True, verbose_name='Khối lượng, số lượng')),
                ('uom', models.CharField(blank=True, choices=[('C62', 'gói'), ('KGM', 'kg'), ('GRM', 'g'), ('TNE', 'tấn'), ('LTR', 'lít'), ('MLT', 'ml')], max_length=3, verbose_name='Đơn vị')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('event', 'source'), name='lot_input_of_a_lot_once_per_step'), models.CheckConstraint(condition=models.Q(models.Q(('source__isnull', False), ('supplier', '')), models.Q(('source__isnull', True), models.Q(('supplier', ''), _negated=True)), _connector='OR'), name='lot_input_is_a_lot_or_a_suppliers')],
            },
        ),
        migrations.CreateModel(
            name='EvidenceFile',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='traceability.event')),
                ('kind', models.CharField(choices=[('photo', 'Ảnh'), ('report', 'Phiếu kết quả')], default='photo', max_length=6)),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('stored_sha256', models.CharField(max_length=64)),
                ('file', models.FileField(upload_to='private/evidence/')),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('event', 'sha256'), name='evidence_file_once_per_step')],
            },
        ),
        migrations.CreateModel(
            name='Commissioning',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='commissioning', to='traceability.event')),
                ('salt', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='StepImport',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
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
                ('producer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='step_imports', to='catalogue.producer')),
                ('role', models.CharField(blank=True, db_default='', default='', max_length=12)),
                ('network', models.CharField(blank=True, db_default='', default='', max_length=48)),
                ('started_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'step imports',
                'verbose_name_plural': 'step imports',
                'ordering': ['-at', '-pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LabelSheet',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='label_sheets', to='catalogue.product')),
                ('lot', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='label_sheets', to='traceability.lot')),
                ('paper', models.CharField(db_default='a4-21', default='a4-21', max_length=12)),
                ('dpi', models.PositiveSmallIntegerField(db_default=300, default=300)),
                ('count', models.PositiveIntegerField()),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('released_at', models.DateTimeField(blank=True, null=True)),
                ('printing', models.CharField(blank=True, choices=[('', 'Chưa có tệp in'), ('drawing', 'Đang chuẩn bị tệp in'), ('ready', 'Tệp in đã sẵn sàng'), ('failed', 'Chưa làm được tệp in')], db_default='', default='', max_length=7)),
                ('steps_done', models.PositiveIntegerField(db_default=0, default=0)),
                ('steps_total', models.PositiveIntegerField(db_default=0, default=0)),
                ('first_page', models.PositiveIntegerField(db_default=1, default=1)),
                ('last_page', models.PositiveIntegerField(blank=True, null=True)),
                ('file', models.FileField(blank=True, db_default='', default='', upload_to=traceability.models.labels.new_path)),
                ('drawn_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tries', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('pins_printed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='SheetAct',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='traceability.labelsheet')),
                ('verb', models.CharField(choices=[('made', 'Tạo mã'), ('printed', 'Làm tệp in'), ('pinned', 'In bảng mã cào'), ('activated', 'Kích hoạt'), ('voided', 'Hủy')], max_length=9)),
                ('count', models.PositiveIntegerField()),
                ('note', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Label',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=traceability.codes.new_code, max_length=16, unique=True)),
                ('kind', models.CharField(choices=[('unit', 'Tem từng gói'), ('lot', 'Tem chung của lô')], default='unit', max_length=4)),
                ('state', models.CharField(choices=[('generated', 'Đã tạo mã'), ('printed', 'Đã in'), ('activated', 'Đã kích hoạt'), ('void', 'Đã hủy'), ('recalled', 'Tem đã thu hồi')], default='generated', max_length=9)),
                ('copies', models.PositiveIntegerField(db_default=1, default=1)),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='labels', to='traceability.labelsheet')),
                ('lot', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='labels', to='traceability.lot')),
                ('activated_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('end_reason', models.CharField(blank=True, max_length=300)),
                ('scan_count', models.PositiveIntegerField(default=0)),
                ('scan_regions', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('first_scanned_at', models.DateTimeField(blank=True, null=True)),
                ('is_unjudged', models.BooleanField(db_default=False, default=False)),
                ('flagged_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['lot', 'state'], name='label_of_lot'), models.Index(condition=models.Q(('is_unjudged', True)), fields=['id'], name='label_unjudged')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'activated'), _negated=True), models.Q(('activated_at__isnull', False), ('lot__isnull', False)), _connector='OR'), name='label_activated_belongs_to_a_lot'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['void', 'recalled']), _negated=True), ('ended_at__isnull', False), _connector='OR'), name='label_ended_says_when'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['generated', 'printed']), _negated=True), models.Q(('activated_at__isnull', True), ('ended_at__isnull', True)), _connector='OR'), name='label_in_use_never_becomes_unused'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'activated'), _negated=True), ('ended_at__isnull', True), _connector='OR'), name='label_ended_stays_ended'), models.CheckConstraint(condition=models.Q(('kind', 'lot'), ('copies', 1), _connector='OR'), name='label_of_a_unit_is_on_one_pack')],
            },
        ),
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
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('tries__lte', 5)), name='pin_takes_at_most_5_tries')],
            },
        ),
        migrations.CreateModel(
            name='Scan',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('label', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='traceability.label')),
                ('at', models.DateTimeField()),
                ('network', models.CharField(max_length=48)),
                ('device', models.CharField(max_length=16)),
                ('region', models.CharField(blank=True, max_length=8)),
                ('language', models.CharField(blank=True, max_length=5)),
                ('outlet', models.SlugField(blank=True, db_index=False, max_length=80)),
            ],
            options={
                'indexes': [models.Index(fields=['label', 'at'], name='scan_of_label')],
            },
        ),
        migrations.CreateModel(
            name='ScanDay',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scan_days', to='catalogue.product')),
                ('day', models.DateField()),
                ('region', models.CharField(blank=True, max_length=8)),
                ('outlet', models.SlugField(blank=True, db_index=False, max_length=80)),
                ('language', models.CharField(blank=True, max_length=5)),
                ('scans', models.PositiveIntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['day'], name='scan_day_by_day')],
                'constraints': [models.UniqueConstraint(fields=('product', 'day', 'region', 'outlet', 'language'), name='scan_day_once_per_where_and_how')],
            },
        ),
        migrations.CreateModel(
            name='NetworkRegion',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('network', models.CharField(max_length=48, unique=True)),
                ('region', models.CharField(max_length=8)),
            ],
        ),
        migrations.CreateModel(
            name='StrangeCodes',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('network', models.CharField(max_length=48)),
                ('since', models.DateTimeField(db_index=True)),
                ('times', models.PositiveIntegerField()),
            ],
            options={
                'verbose_name_plural': 'mã lạ',
                'constraints': [models.UniqueConstraint(fields=('network', 'since'), name='strange_codes_once_per_network_and_time')],
            },
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('receipt', models.CharField(default=traceability.receipts.new_receipt, max_length=12, unique=True)),
                ('source', models.CharField(choices=[('report', 'Người mua báo'), ('rules', 'Hệ thống phát hiện')], default='report', max_length=6)),
                ('kind', models.CharField(choices=[('unlike', 'Hàng khác ảnh, khác mô tả'), ('copied', 'Nhiều gói mang cùng một mã'), ('broken', 'Tem bị bóc, dán lại, che số'), ('unknown', 'Mã không có trong hệ thống'), ('other', 'Việc khác'), ('scans', 'Lượt quét bất thường')], max_length=7)),
                ('code', models.CharField(blank=True, max_length=40)),
                ('label', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='traceability.label')),
                ('product', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.product')),
                ('words', models.CharField(blank=True, max_length=1000)),
                ('place_text', models.CharField(blank=True, max_length=200)),
                ('province', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.place')),
                ('photo', models.FileField(blank=True, upload_to='private/reports')),
                ('contact', models.CharField(blank=True, max_length=100)),
                ('network', models.CharField(blank=True, max_length=48)),
                ('state', models.CharField(choices=[('new', 'Mới nhận'), ('looking', 'Đang xác minh'), ('closed', 'Đã kết luận')], default='new', max_length=7)),
                ('outcome', models.CharField(blank=True, choices=[('fake', 'Hàng giả hoặc tem bị sao chép'), ('mistake', 'Lỗi của nhà sản xuất hoặc nơi bán'), ('no_sign', 'Không thấy dấu hiệu hàng giả'), ('unproven', 'Chưa đủ căn cứ')], max_length=8)),
                ('answer', models.CharField(blank=True, max_length=500)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['network', 'created_at'], name='case_of_network')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed'), models.Q(('outcome', ''), _negated=True)), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', True), ('outcome', '')), _connector='OR'), name='case_closed_says_when_and_how'), models.UniqueConstraint(condition=models.Q(('source', 'rules'), models.Q(('state', 'closed'), _negated=True)), fields=('label',), name='case_of_rules_one_open_a_label'), models.UniqueConstraint(condition=models.Q(('label__isnull', True), ('source', 'rules'), models.Q(('state', 'closed'), _negated=True)), fields=('network',), name='case_of_rules_one_open_a_network')],
            },
        ),
        migrations.CreateModel(
            name='CaseEntry',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='traceability.case')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(blank=True, max_length=9)),
                ('state', models.CharField(choices=[('new', 'Mới nhận'), ('looking', 'Đang xác minh'), ('closed', 'Đã kết luận')], max_length=7)),
                ('outcome', models.CharField(blank=True, choices=[('fake', 'Hàng giả hoặc tem bị sao chép'), ('mistake', 'Lỗi của nhà sản xuất hoặc nơi bán'), ('no_sign', 'Không thấy dấu hiệu hàng giả'), ('unproven', 'Chưa đủ căn cứ')], max_length=8)),
                ('words', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Flag',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='traceability.case')),
                ('rule', models.CharField(choices=[('R2', 'Nhiều máy quét dồn dập'), ('R3', 'Hai lượt quét cách nhau quá xa so với thời gian đi lại'), ('R4', 'Quét khi tem chưa kích hoạt, đã hủy, đã thu hồi hoặc quá hạn'), ('R5', 'Quét ở nhiều tỉnh trong ít ngày'), ('R6', 'Một mạng dò nhiều mã không tồn tại'), ('R7', 'Vẫn có máy khác quét sau khi cào mã bí mật')], max_length=2)),
                ('at', models.DateTimeField()),
                ('networks', models.PositiveIntegerField()),
                ('facts', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['rule'],
                'constraints': [models.UniqueConstraint(fields=('case', 'rule'), name='flag_once_per_case')],
            },
        ),
        migrations.CreateModel(
            name='CodeAlias',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('alias', models.CharField(max_length=200, unique=True)),
                ('printed', models.CharField(blank=True, db_default='', default='', max_length=200)),
                ('kind', models.CharField(choices=[('national', 'Hệ thống truy xuất quốc gia'), ('checkct', 'CheckCT'), ('ocop', 'Mã sản phẩm OCOP'), ('address', 'Địa chỉ trang web'), ('other', 'Hệ thống khác')], db_default='other', default='other', max_length=8)),
                ('source', models.CharField(blank=True, max_length=60)),
                ('label', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='aliases', to='traceability.label')),
                ('lot', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='aliases', to='traceability.lot')),
                ('product', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='code_aliases', to='catalogue.product')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name_plural': 'code aliases',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('label__isnull', False), ('lot__isnull', True), ('product__isnull', True), ('withdrawn_at__isnull', True)), models.Q(('label__isnull', True), ('lot__isnull', False), ('product__isnull', True), ('withdrawn_at__isnull', True)), models.Q(('label__isnull', True), ('lot__isnull', True), ('product__isnull', False), ('withdrawn_at__isnull', True)), models.Q(('label__isnull', True), ('lot__isnull', True), ('product__isnull', True), ('withdrawn_at__isnull', False)), _connector='OR'), name='alias_leads_to_one_thing_or_is_withdrawn')],
            },
        ),
        migrations.CreateModel(
            name='CompanyPrefix',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('producer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gs1_prefixes', to='catalogue.producer')),
                ('prefix', models.CharField(max_length=12)),
                ('evidence', models.CharField(max_length=200)),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('verified_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('verified_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['prefix', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('prefix',), name='company_prefix_has_one_holder')],
            },
        ),
        migrations.CreateModel(
            name='DeskAct',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('alias', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='traceability.codealias')),
                ('laboratory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='traceability.laboratory')),
                ('kind', models.CharField(choices=[('led', 'Đổi đích'), ('withdrew', 'Thu hồi liên kết'), ('added', 'Thêm vào danh sách'), ('edited', 'Sửa thông tin'), ('closed', 'Ngừng hoạt động'), ('reopened', 'Cho hoạt động lại'), ('joined', 'Thêm người'), ('left', 'Rút người')], max_length=8)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('was', models.CharField(blank=True, max_length=500)),
                ('became', models.CharField(blank=True, max_length=500)),
                ('reason', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('alias__isnull', False), ('laboratory__isnull', True)), models.Q(('alias__isnull', True), ('laboratory__isnull', False)), _connector='OR'), name='desk_act_is_about_one_thing')],
            },
        ),
        migrations.CreateModel(
            name='Record',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('lot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='traceability.lot')),
                ('position', models.PositiveIntegerField()),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='traceability.event')),
                ('epcis_id', models.CharField(max_length=100)),
                ('declared_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, choices=[('incorrect_data', 'ghi sai'), ('did_not_occur', 'việc này không xảy ra')], max_length=14)),
                ('declared_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('body', models.TextField()),
                ('link', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['lot', 'position'],
                'constraints': [models.UniqueConstraint(fields=('lot', 'position'), name='record_has_its_own_place_in_the_lot'), models.UniqueConstraint(condition=models.Q(('declared_at__isnull', True)), fields=('epcis_id',), name='record_of_an_event_once'), models.UniqueConstraint(fields=('epcis_id', 'declared_at'), name='record_declared_wrong_once_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('declared_at__isnull', True), ('reason', '')), models.Q(('declared_at__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='record_declared_wrong_says_why')],
            },
        ),
        migrations.CreateModel(
            name='TreeNode',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('level', models.PositiveSmallIntegerField()),
                ('number', models.PositiveBigIntegerField()),
                ('hash', models.CharField(max_length=64)),
                ('record', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='leaf', to='traceability.record')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('level', 'number'), name='tree_node_once'), models.CheckConstraint(condition=models.Q(models.Q(('level', 0), ('record__isnull', False)), models.Q(('level__gt', 0), ('record__isnull', True)), _connector='OR'), name='tree_leaf_is_a_record')],
            },
        ),
        migrations.CreateModel(
            name='SignedRoot',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True)),
                ('size', models.PositiveBigIntegerField()),
                ('root', models.CharField(max_length=64)),
                ('document', models.TextField()),
            ],
            options={
                'ordering': ['day'],
            },
        ),
        migrations.RunPython(make_append_only, migrations.RunPython.noop),
    ]
