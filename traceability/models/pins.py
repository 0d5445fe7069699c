from django.db import models
from django.db.models import Q

from traceability.models.labels import Label


class ScratchPin(models.Model):
    """The second, hidden code of one label (mã cào), kept only as a keyed hash (pins.mac).

    `tries` wrong ones in a row; the last one allowed locks it until `locked_until`. `opened_at`: first right one.
    """

    label = models.OneToOneField(Label, models.PROTECT, primary_key=True, related_name="pin")
    mac = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    times_right = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(tries__lte=5), name="pin_takes_at_most_5_tries"),
        ]

    def __str__(self) -> str:
        return f"{self.label_id}"
