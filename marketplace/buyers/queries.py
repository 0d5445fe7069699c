from datetime import date, datetime, timedelta
from typing import Self

from django.apps import apps
from django.db.models import Count, Exists, Max, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from catalogue.models import Product

UNCONFIRMED = timedelta(days=7)  # then an address that nobody confirmed is forgotten
DONE_WITH = timedelta(days=90)  # then one that was told, or wished no more, is


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
        """Notices that nobody confirmed in time, and those long done with: no address is kept for nothing."""
        unconfirmed = Q(state="asked", asked_at__lt=at - UNCONFIRMED)
        return self.filter(unconfirmed | Q(state__in=("sent", "stopped"), asked_at__lt=at - DONE_WITH))


class ReviewQuerySet(QuerySet):
    def shown(self) -> Self:
        """Reviews that visitors may read."""
        return self.filter(state="shown")

    def about(self, product: int) -> Self:
        """Reviews of a product (by primary key); those of its pack sizes among them."""
        return self.filter(product=product)

    def of_producer(self, producer: Model) -> Self:
        """Reviews of a producer's own products."""
        return self.filter(product__owner=producer)

    def unanswered(self) -> Self:
        return self.shown().filter(reply="")

    def with_story(self) -> Self:
        """Loads what a review shows besides its row: photographs, the day of delivery; one more query."""
        delivered = apps.get_model("order", "ParcelEvent").objects.filter(
            parcel=OuterRef("line__parcel"), status="delivered"
        )
        return self.annotate(delivered_at=Subquery(delivered.values("at")[:1])).prefetch_related("photos")

    def counts(self) -> dict[int, int]:
        """By score, how many; one query."""
        return dict(self.order_by().values_list("score").annotate(Count("pk")))

    def to_look_at(self) -> Self:
        """Shown reviews that somebody reported after the last time that an operator let them stand."""
        events = apps.get_model("buyers", "ReviewEvent").objects
        let_stand = events.filter(review=OuterRef("review"), kind="shown").order_by("-pk").values("pk")[:1]
        reports = events.filter(review=OuterRef("pk"), kind="reported", pk__gt=Coalesce(Subquery(let_stand), 0))
        return self.shown().filter(Exists(reports))


def last_change_of_reviews() -> dict[str, Subquery]:
    """For annotate(): when the reviews of a product last changed, whoever may read them."""
    reviews = apps.get_model("buyers", "Review").objects.filter(product=OuterRef("pk")).order_by()
    changed = reviews.values("product").annotate(last=Max("changed_at"), many=Count("pk"))
    return {"reviews_changed": Subquery(changed.values("last")), "reviews_many": Subquery(changed.values("many"))}
