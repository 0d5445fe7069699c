"""Who may do what: the user, members of a producer, officers of an office."""

from functools import cached_property

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from oscar.apps.customer.abstract_models import AbstractUser, UserManager

from catalogue.models import Place, Producer
from marketplace.accounts.queries import UserQuerySet

CURATOR, OPERATOR, OFFICER = "curator", "operator", "officer"
STAFF_GROUPS = (CURATOR, OPERATOR, OFFICER)


class User(AbstractUser):
    """A person who signs in by e-mail, or by a phone number that nobody has checked (E.164)."""

    phone = models.CharField(_("Số điện thoại"), max_length=16, blank=True, db_index=True)
    language = models.CharField(  # of mails; "" follows the page on which something was done
        _("Ngôn ngữ của thư"), max_length=5, choices=settings.LANGUAGES, blank=True, default=""
    )

    objects = UserManager.from_queryset(UserQuerySet)()

    @property
    def name(self) -> str:
        """Family name first, as in Vietnam; "" when nothing is known."""
        return f"{self.last_name} {self.first_name}".strip()

    @cached_property
    def group_names(self) -> frozenset[str]:
        """Names of the groups the person belongs to; one query per person and request."""
        return frozenset(self.groups.values_list("name", flat=True))

    def is_in(self, group: str) -> bool:
        """Whether the person belongs to a staff group (CURATOR, OPERATOR, OFFICER); admins belong to all."""
        return self.is_active and (self.is_superuser or group in self.group_names)

    @property
    def is_operator(self) -> bool:
        """Whether the shop's back office (/quan-tri/) opens; Oscar's dashboard asks by this name."""
        return self.is_active and (self.is_staff or self.is_in(OPERATOR))


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
