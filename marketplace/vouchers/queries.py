from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from catalogue.models import Producer

if TYPE_CHECKING:
    from marketplace.basket.models import Basket


class VoucherQuerySet(QuerySet):
    def running(self, day: date) -> Self:
        """Vouchers that can still be used on `day`; both end days count."""
        left = Q(uses__isnull=True) | Q(used__lt=F("uses"))
        return self.filter(left, stopped_at__isnull=True, first_day__lte=day, last_day__gte=day)

    def of_producer(self, producer: Producer) -> Self:
        """Those that a producer pays for, newest first."""
        return self.filter(producer=producer).order_by("-pk")

    def of_platform(self) -> Self:
        """Those that the platform pays for, newest first."""
        return self.filter(producer=None).order_by("-pk")

    def for_basket(self, basket: "Basket", producers: Collection[int], day: date) -> Self:
        """Chosen in this basket (`is_chosen`), or running and either automatic or shown to everybody, of these
        producers or the platform. Loads what they cover: three more queries, whatever their number."""
        chosen = apps.get_model("vouchers", "Chosen").objects.filter(basket=basket.pk, voucher=OuterRef("pk"))
        offered = Q(is_automatic=True) | Q(is_listed=True)
        near = Q(producer=None) | Q(producer__in=producers)
        running = self.model.objects.running(day).filter(offered, near)
        marked = self.annotate(is_chosen=Exists(chosen))
        return (
            marked.filter(Q(is_chosen=True) | Q(pk__in=running.values("pk")))
            .select_related("producer")
            .prefetch_related("producers", "collections__items")
            .order_by("pk")
        )


class UseQuerySet(QuerySet):
    def standing(self) -> Self:
        """Uses that count: their order was neither cancelled nor did it expire."""
        return self.filter(given_back_at=None)
