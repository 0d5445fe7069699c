from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from traceability.models.aliases import CodeAlias
from traceability.models.areas import Laboratory


class DeskAct(models.Model):
    """What an operator did by hand (nhật ký) to another system's code, or to a laboratory. Append-only.

    `was` and `became`: where a code led, in the words of then. `person`: who was let write for a laboratory, or no more.
    """

    class Kind(models.TextChoices):
        LED = "led", _("Đổi đích")
        WITHDREW = "withdrew", _("Thu hồi liên kết")
        ADDED = "added", _("Thêm vào danh sách")
        EDITED = "edited", _("Sửa thông tin")
        CLOSED = "closed", _("Ngừng hoạt động")
        REOPENED = "reopened", _("Cho hoạt động lại")
        JOINED = "joined", _("Thêm người")
        LEFT = "left", _("Rút người")

    alias = models.ForeignKey(CodeAlias, models.PROTECT, null=True, blank=True, related_name="acts")
    laboratory = models.ForeignKey(Laboratory, models.PROTECT, null=True, blank=True, related_name="acts")
    kind = models.CharField(max_length=8, choices=Kind)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    was = models.CharField(max_length=500, blank=True)
    became = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(alias__isnull=False, laboratory__isnull=True)
                | Q(alias__isnull=True, laboratory__isnull=False),
                name="desk_act_is_about_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.alias or self.laboratory} {self.kind}"
