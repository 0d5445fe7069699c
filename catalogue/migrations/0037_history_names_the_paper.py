from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0036_register_in_full")]

    operations = [
        migrations.AddField(
            model_name="certificateevent",
            name="file_sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AlterField(
            model_name="certificateevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("issued", "Cấp"),
                    ("in_renewal", "Bắt đầu đánh giá lại"),
                    ("extended", "Gia hạn"),
                    ("revoked", "Thu hồi"),
                    ("superseded", "Thay bằng chứng nhận mới"),
                    ("withdrawn", "Rút"),
                    ("scanned", "Lưu bản chụp"),
                ],
                max_length=12,
            ),
        ),
    ]
