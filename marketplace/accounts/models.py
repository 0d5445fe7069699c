"""Who may do what: the user, members of a producer, officers of an office."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from oscar.apps.customer.abstract_models import AbstractUser

from catalogue.models import Place, Producer

CURATOR, OPERATOR, OFFICER = "curator", "operator", "officer"
STAFF_GROUPS = (CURATOR, OPERATOR, OFFICER)


class User(AbstractUser):
    """A person who signs in by e-mail."""

    phone = models.CharField(_("Số điện thoại"), max_length=16, blank=True)

    def is_in(self, group: str) -> bool:
        """Whether the person belongs to a staff group (CURATOR, OPERATOR, OFFICER); one query."""
        return self.is_superuser or Group.objects.filter(user=self, name=group).exists()


class Membership(models.Model):
    """A person who works for a producer."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Chủ cơ sở")
        SELLER = "seller", _("Bán hàng")
        PACKER = "packer", _("Đóng gói")
        BOOKKEEPER = "bookkeeper", _("Kế toán")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    producer = models.ForeignKey(Producer, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role, default=Role.OWNER)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "producer"], name="membership_once_per_person_and_producer")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.producer}"


class Office(models.Model):
    """The authority an officer (cán bộ) acts for: a province (3 and 4 stars) or the ministry (5)."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("Tỉnh")
        MINISTRY = "ministry", _("Bộ")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="office")
    level = models.CharField(max_length=8, choices=Level)
    province = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level="ministry") | models.Q(province__isnull=False),
                name="office_of_a_province_names_it",
            )
        ]

    def __str__(self) -> str:
        return str(self.province or self.get_level_display())
