from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Q, QuerySet

if TYPE_CHECKING:
    from marketplace.notifications.models import Consent


class OutboxQuerySet(QuerySet):
    def due(self, at: datetime) -> Self:
        """Messages that wait to be sent (again) at `at`, oldest first."""
        return self.filter(state="queued", next_try_at__lte=at).order_by("pk")

    def found(self, *, state: str = "", channel: str = "", words: str = "") -> Self:
        """Messages of a state and a channel ("": any) whose address, reason or subject holds the words, newest first."""
        found = self.filter(**({"state": state} if state else {}), **({"channel": channel} if channel else {}))
        if words:
            found = found.filter(Q(to__icontains=words) | Q(key__icontains=words) | Q(subject__icontains=words))
        return found.order_by("-pk")


class ConsentQuerySet(QuerySet):
    def latest_of(self, purpose: str, address: str) -> "Consent | None":
        """What was said last."""
        return self.filter(purpose=purpose, address=address.lower()).order_by("-pk").first()
