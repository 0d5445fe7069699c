"""Scans by day, where networks lie, cases with what was done about them (append-only), advice on recalls."""

import django.db.models.deletion
import django.utils.timezone
import traceability.receipts
from django.conf import settings
from django.db import migrations, models

from traceability.triggers import CASES, removal, statements


def make_append_only(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor, *CASES):
        schema_editor.execute(statement, params=None)


def take_down(apps, schema_editor):
    for statement in removal(schema_editor.connection.vendor, *CASES):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0043_producers_are_written_to_in_their_language'),
        ('traceability', '0006_old_codes_and_company_prefixes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('receipt', models.CharField(default=traceability.receipts.new_receipt, max_length=12, unique=True)),
                ('source', models.CharField(choices=[('report', 'Người mua báo'), ('rules', 'Máy phát hiện')], default='report', max_length=6)),
                ('kind', models.CharField(choices=[('unlike', 'Hàng khác ảnh, khác mô tả'), ('copied', 'Nhiều gói mang cùng một mã'), ('broken', 'Tem bị bóc, dán lại, che số'), ('unknown', 'Mã không có trong hệ thống'), ('other', 'Việc khác'), ('scans', 'Lượt quét bất thường')], max_length=7)),
                ('code', models.CharField(blank=True, max_length=40)),
                ('words', models.CharField(blank=True, max_length=1000)),
                ('place_text', models.CharField(blank=True, max_length=200)),
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
            },
        ),
        migrations.CreateModel(
            name='CaseEntry',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
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
                ('rule', models.CharField(choices=[('R2', 'Nhiều máy quét dồn dập'), ('R3', 'Hai lượt quét xa nhau hơn mức đi được'), ('R4', 'Quét khi tem chưa kích hoạt, đã hủy, đã thu hồi hoặc quá hạn'), ('R5', 'Quét ở nhiều tỉnh trong ít ngày'), ('R6', 'Một mạng dò nhiều mã không tồn tại'), ('R7', 'Vẫn có máy khác quét sau khi cào mã bí mật')], max_length=2)),
                ('at', models.DateTimeField()),
                ('networks', models.PositiveIntegerField()),
                ('facts', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['rule'],
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
            name='ScanDay',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('region', models.CharField(blank=True, max_length=8)),
                ('outlet', models.SlugField(blank=True, db_index=False, max_length=80)),
                ('language', models.CharField(blank=True, max_length=5)),
                ('scans', models.PositiveIntegerField()),
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
            },
        ),
        migrations.AddField(
            model_name='label',
            name='flagged_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='label',
            name='is_unjudged',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='label',
            name='scan_regions',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='lot',
            name='recall_advice',
            field=models.CharField(blank=True, db_default='', default='', max_length=300, verbose_name='Người mua nên làm gì'),
        ),
        migrations.AlterField(
            model_name='event',
            name='stage',
            field=models.CharField(choices=[('harvest', 'Thu hoạch'), ('process', 'Chế biến'), ('lab', 'Kiểm nghiệm'), ('pack', 'Đóng gói'), ('store', 'Lưu kho'), ('ship', 'Xuất hàng'), ('receive', 'Nhận hàng'), ('sell', 'Bày bán'), ('recall', 'Thu hồi lô'), ('lift', 'Gỡ lệnh thu hồi')], max_length=8, verbose_name='Công đoạn'),
        ),
        migrations.AddIndex(
            model_name='label',
            index=models.Index(condition=models.Q(('is_unjudged', True)), fields=['id'], name='label_unjudged'),
        ),
        migrations.AddField(
            model_name='case',
            name='label',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='traceability.label'),
        ),
        migrations.AddField(
            model_name='case',
            name='product',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.product'),
        ),
        migrations.AddField(
            model_name='case',
            name='province',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.place'),
        ),
        migrations.AddField(
            model_name='caseentry',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='caseentry',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='traceability.case'),
        ),
        migrations.AddField(
            model_name='flag',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='traceability.case'),
        ),
        migrations.AddField(
            model_name='scanday',
            name='product',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scan_days', to='catalogue.product'),
        ),
        migrations.AddConstraint(
            model_name='strangecodes',
            constraint=models.UniqueConstraint(fields=('network', 'since'), name='strange_codes_once_per_network_and_time'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['network', 'created_at'], name='case_of_network'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed'), models.Q(('outcome', ''), _negated=True)), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', True), ('outcome', '')), _connector='OR'), name='case_closed_says_when_and_how'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('source', 'rules'), models.Q(('state', 'closed'), _negated=True)), fields=('label',), name='case_of_rules_one_open_a_label'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('label__isnull', True), ('source', 'rules'), models.Q(('state', 'closed'), _negated=True)), fields=('network',), name='case_of_rules_one_open_a_network'),
        ),
        migrations.AddConstraint(
            model_name='flag',
            constraint=models.UniqueConstraint(fields=('case', 'rule'), name='flag_once_per_case'),
        ),
        migrations.AddIndex(
            model_name='scanday',
            index=models.Index(fields=['day'], name='scan_day_by_day'),
        ),
        migrations.AddConstraint(
            model_name='scanday',
            constraint=models.UniqueConstraint(fields=('product', 'day', 'region', 'outlet', 'language'), name='scan_day_once_per_where_and_how'),
        ),
        migrations.RunPython(make_append_only, take_down),
    ]
