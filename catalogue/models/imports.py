from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _


class ListImport(models.Model):
    """One list (danh sách) brought in: how far it is, and what became of each row.

    `report` is [{"row": 7, "column": "Ngày cấp", "reason": "…"}, …], reasons in Vietnamese.
    """

    class State(models.TextChoices):
        READING = "reading", _("Đang đọc")
        READ = "read", _("Đã đọc thử")
        SAVING = "saving", _("Đang lưu")
        DONE = "done", _("Đã xong")
        FAILED = "failed", _("Không đọc được")

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    file = models.FileField(upload_to="imports/", blank=True)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State, default=State.READING)
    at = models.DateTimeField(default=now)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    rows_new = models.PositiveIntegerField(default=0)
    rows_known = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=list, blank=True)

    class Meta:
        abstract = True
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.state})"


class RegisterImport(ListImport):
    """An official list of certificates."""

    class Meta(ListImport.Meta):
        verbose_name = _("danh sách đã nhập")
        verbose_name_plural = _("danh sách đã nhập")
