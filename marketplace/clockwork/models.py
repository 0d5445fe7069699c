"""Who holds the clock, and when each job runs next."""

from django.db import models
from django.utils.timezone import now

from marketplace.clockwork.queries import LeaseQuerySet


class Lease(models.Model):
    """A lock that is a row: held until `until`, whoever held it and died."""

    name = models.CharField(max_length=60, unique=True)
    holder = models.CharField(max_length=40, blank=True)
    until = models.DateTimeField(default=now)

    objects = LeaseQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Job(models.Model):
    """When a registered job runs next, and how its last run went."""

    name = models.CharField(max_length=60, unique=True)
    next_at = models.DateTimeField(default=now)
    last_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name
