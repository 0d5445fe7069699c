"""Words that people read: what found a case, what two far scans say. No table changes."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('traceability', '0010_reviews_imports_and_results_say_of_whom'),
    ]

    operations = [
        migrations.AlterField(
            model_name='case',
            name='source',
            field=models.CharField(choices=[('report', 'Người mua báo'), ('rules', 'Hệ thống phát hiện')], default='report', max_length=6),
        ),
        migrations.AlterField(
            model_name='flag',
            name='rule',
            field=models.CharField(choices=[('R2', 'Nhiều máy quét dồn dập'), ('R3', 'Hai lượt quét cách nhau quá xa so với thời gian đi lại'), ('R4', 'Quét khi tem chưa kích hoạt, đã hủy, đã thu hồi hoặc quá hạn'), ('R5', 'Quét ở nhiều tỉnh trong ít ngày'), ('R6', 'Một mạng dò nhiều mã không tồn tại'), ('R7', 'Vẫn có máy khác quét sau khi cào mã bí mật')], max_length=2),
        ),
    ]
