from datetime import datetime, timedelta
from typing import Self

from django.db.models import QuerySet, Sum

QUIET = timedelta(minutes=10)


class AttemptQuerySet(QuerySet):
    def unfinished(self) -> Self:
        """Attempts that a provider may still report money for."""
        return self.filter(state__in=("created", "open"))

    def quiet(self, at: datetime) -> Self:
        """Open attempts older than ten minutes: a webhook may have been lost."""
        return self.filter(state="open", created_at__lte=at - QUIET)


class RefundQuerySet(QuerySet):
    def to_submit(self) -> Self:
        """Refunds that the provider has not been asked for yet."""
        return self.filter(state="requested")

    def standing(self) -> Self:
        """Refunds that count against what was captured."""
        return self.exclude(state="failed")

    def total(self) -> int:
        """Whole đồng."""
        return self.aggregate(sum=Sum("amount"))["sum"] or 0


class InboxQuerySet(QuerySet):
    def unsettled(self) -> Self:
        """Events that were received and not yet acted upon, oldest first."""
        return self.exclude(state="done").order_by("pk")
