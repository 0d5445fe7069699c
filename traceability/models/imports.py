from django.db import models
from django.db.models.functions import Now
from django.utils.timezone import now

from catalogue.models import Producer
from catalogue.models.imports import ListImport


class StepImport(ListImport):
    """A producer's list of steps brought in: all of it or nothing.

    `role`, `network`: who sent it, as its steps will say. `started_at`: when reading or saving it began.
    """

    producer = models.ForeignKey(Producer, models.PROTECT, related_name="step_imports")
    role = models.CharField(max_length=12, blank=True, default="", db_default="")
    network = models.CharField(max_length=48, blank=True, default="", db_default="")
    started_at = models.DateTimeField(default=now, db_default=Now())

    class Meta(ListImport.Meta):
        verbose_name = verbose_name_plural = "step imports"
