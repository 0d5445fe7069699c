from typing import Self

from django.db.models import F, QuerySet

TRIED = 5  # accounts of one phone number: each costs the hashing of a password


class UserQuerySet(QuerySet):
    def reachable_by(self, phone: str) -> Self:
        """The accounts that gave this number (E.164), those last used first; at most five."""
        given = self.filter(phone=phone).exclude(phone="")
        return given.order_by(F("last_login").desc(nulls_last=True), "pk")[:TRIED]
