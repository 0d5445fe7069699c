from django.db import models

from catalogue.models import Producer
from catalogue.models.imports import ListImport


class StepImport(ListImport):
    """A producer's list of steps brought in: all of it or nothing."""

    producer = models.ForeignKey(Producer, models.PROTECT, related_name="step_imports")

    class Meta(ListImport.Meta):
        verbose_name = verbose_name_plural = "step imports"
