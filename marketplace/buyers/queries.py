from datetime import date, datetime, timedelta
from typing import Self

from django.db.models import Model, QuerySet

from catalogue.models import Product

UNCONFIRMED = timedelta(days=7)  # then an address that nobody confirmed is forgotten


class SavedAddressQuerySet(QuerySet):
    def of(self, user: Model) -> Self:
        """A person's own addresses, the default one first, with their places."""
        return self.filter(user=user).select_related("province", "commune")


class StockNoticeQuerySet(QuerySet):
    def open(self) -> Self:
        """Notices for which a mail is still to come."""
        return self.filter(state__in=("asked", "waiting"))

    def due(self, day: date) -> Self:
        """Confirmed notices whose product a visitor may put into the basket on `day`: never one whose certificate
        ended."""
        return self.filter(state="waiting", product__in=Product.objects.purchasable(day)).order_by("pk")

    def forgotten(self, at: datetime) -> Self:
        """Notices that nobody confirmed in time."""
        return self.filter(state="asked", asked_at__lt=at - UNCONFIRMED)
