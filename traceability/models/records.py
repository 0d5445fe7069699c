from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from traceability.models.lots import Event, Lot
from traceability.queries import RecordQuerySet, TreeNodeQuerySet


class Record(models.Model):
    """One link in a lot's log (bản ghi): a step as EPCIS event, or the declaration that it was wrong. Append-only.

    `body` is the event's JSON as it was made (catalogue.canonical): it says what was true then, and stays so when
    names or the site's address change. `link`: see traceability.log, in hexadecimal.
    """

    class Reason(models.TextChoices):
        INCORRECT = "incorrect_data", _("ghi sai")
        DID_NOT_OCCUR = "did_not_occur", _("việc này không xảy ra")

    id = models.BigAutoField(primary_key=True)
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="records")
    position = models.PositiveIntegerField()
    event = models.ForeignKey(Event, models.PROTECT, related_name="records")
    epcis_id = models.CharField(max_length=100)
    declared_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=14, choices=Reason, blank=True)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    body = models.TextField()
    link = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=now)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["lot", "position"]
        constraints = [
            models.UniqueConstraint(fields=["lot", "position"], name="record_has_its_own_place_in_the_lot"),
            models.UniqueConstraint(
                fields=["epcis_id"], condition=Q(declared_at__isnull=True), name="record_of_an_event_once"
            ),
            models.UniqueConstraint(fields=["epcis_id", "declared_at"], name="record_declared_wrong_once_at_a_time"),
            models.CheckConstraint(
                condition=Q(declared_at__isnull=True, reason="") | (Q(declared_at__isnull=False) & ~Q(reason="")),
                name="record_declared_wrong_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lot_id}/{self.position}"


class TreeNode(models.Model):
    """A perfect subtree of the one Merkle tree over all links, see traceability.log; leaves name their record."""

    id = models.BigAutoField(primary_key=True)
    level = models.PositiveSmallIntegerField()
    number = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    record = models.OneToOneField(Record, models.PROTECT, null=True, blank=True, related_name="leaf")

    objects = TreeNodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "number"], name="tree_node_once"),
            models.CheckConstraint(
                condition=Q(level=0, record__isnull=False) | Q(level__gt=0, record__isnull=True),
                name="tree_leaf_is_a_record",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level}/{self.number}"


class SignedRoot(models.Model):
    """The tree's root as signed on one day (gốc nhật ký). `document`: the JSON as published."""

    day = models.DateField(unique=True)
    size = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)
    document = models.TextField()

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day}"
