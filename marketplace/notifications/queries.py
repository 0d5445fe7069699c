from datetime import datetime
from typing import Self

from django.db.models import QuerySet


class OutboxQuerySet(QuerySet):
    def due(self, at: datetime) -> Self:
        """Messages that wait to be sent (again) at `at`, oldest first."""
        return self.filter(state="queued", next_try_at__lte=at).order_by("pk")
