from typing import Self

from django.db.models import Model, QuerySet


class SavedAddressQuerySet(QuerySet):
    def of(self, user: Model) -> Self:
        """A person's own addresses, the default one first, with their places."""
        return self.filter(user=user).select_related("province", "commune")
