from datetime import datetime, timedelta

from django.db.models import QuerySet


class LeaseQuerySet(QuerySet):
    def take(self, name: str, holder: str, *, at: datetime, seconds: int) -> bool:
        """Whether `holder` now holds the lease, until `seconds` after `at`; one conditional UPDATE decides."""
        self.bulk_create([self.model(name=name, until=at)], ignore_conflicts=True)
        free = self.filter(name=name, until__lte=at)
        return free.update(holder=holder, until=at + timedelta(seconds=seconds)) == 1

    def give_back(self, name: str, holder: str, *, at: datetime) -> None:
        """Free the lease if `holder` still has it."""
        self.filter(name=name, holder=holder).update(holder="", until=at)
