"""Administrative units in two eras: before and since 1 July 2025 (Resolution 202/2025/QH15)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.queries import PlaceQuerySet


class Place(models.Model):
    """An administrative unit (đơn vị hành chính). Codes were reused with new meanings in 2025:
    a code says nothing without its system."""

    class System(models.TextChoices):
        PRE2025 = "pre2025", _("trước 1/7/2025")
        SINCE2025 = "2025", _("từ 1/7/2025")

    class Level(models.TextChoices):
        PROVINCE = "province", _("Tỉnh, thành phố")
        DISTRICT = "district", _("Huyện")
        COMMUNE = "commune", _("Xã, phường")

    system = models.CharField(max_length=8, choices=System)
    level = models.CharField(max_length=8, choices=Level)
    code = models.CharField(max_length=8)
    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "level", "code"], name="place_code_once_per_system_and_level")
        ]
        indexes = [models.Index(fields=["system", "level", "slug"], name="place_by_slug")]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        """The name without what kind of province it is: "Vĩnh Long"."""
        return self.name.removeprefix("Tỉnh ").removeprefix("Thành phố ")


class PlaceSuccession(models.Model):
    """Which unit of today took over (part of) an older one."""

    old = models.ForeignKey(Place, models.CASCADE, related_name="successions")
    new = models.ForeignKey(Place, models.CASCADE, related_name="predecessions")
    is_default = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="place_succession_once"),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class PlaceAlias(models.Model):
    """A name that a unit bore before the lists of 2025 froze, or bears in people's mouths: "Thị trấn Chũ" within
    "Huyện Lục Ngạn" (`within` is "" for a province). `key` is the name folded, without its kind: "chu"."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=80)
    key = models.CharField(max_length=80, db_index=True)
    within = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "within", "place"], name="place_alias_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} → {self.place}"
