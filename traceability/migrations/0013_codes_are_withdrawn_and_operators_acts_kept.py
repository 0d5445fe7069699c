"""A foreign code may lead nowhere any more, and what operators did by hand is kept for good."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from traceability.triggers import ACTS, removal, statements


def keep_append_only(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor, *ACTS):
        schema_editor.execute(statement, params=None)


def let_go(apps, schema_editor):
    for statement in removal(schema_editor.connection.vendor, *ACTS):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('traceability', '0012_sheets_say_who_asked_for_their_file'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='codealias',
            name='alias_leads_to_one_thing',
        ),
        migrations.AddField(
            model_name='codealias',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='codealias',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('label__isnull', False), ('lot__isnull', True), ('product__isnull', True), ('withdrawn_at__isnull', True)), models.Q(('label__isnull', True), ('lot__isnull', False), ('product__isnull', True), ('withdrawn_at__isnull', True)), models.Q(('label__isnull', True), ('lot__isnull', True), ('product__isnull', False), ('withdrawn_at__isnull', True)), models.Q(('label__isnull', True), ('lot__isnull', True), ('product__isnull', True), ('withdrawn_at__isnull', False)), _connector='OR'), name='alias_leads_to_one_thing_or_is_withdrawn'),
        ),
        migrations.CreateModel(
            name='DeskAct',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('led', 'Đổi đích'), ('withdrew', 'Thu hồi liên kết'), ('added', 'Thêm vào danh sách'), ('edited', 'Sửa thông tin'), ('closed', 'Ngừng hoạt động'), ('reopened', 'Cho hoạt động lại'), ('joined', 'Thêm người'), ('left', 'Rút người')], max_length=8)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('was', models.CharField(blank=True, max_length=500)),
                ('became', models.CharField(blank=True, max_length=500)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('alias', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='traceability.codealias')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('laboratory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='traceability.laboratory')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('alias__isnull', False), ('laboratory__isnull', True)), models.Q(('alias__isnull', True), ('laboratory__isnull', False)), _connector='OR'), name='desk_act_is_about_one_thing')],
            },
        ),
        migrations.RunPython(keep_append_only, let_go),
    ]
