"""The words we ask in about lots, their events and their labels."""

from typing import TYPE_CHECKING, Self

from django.db.models import Count, Prefetch, Q, QuerySet

if TYPE_CHECKING:
    from catalogue.models import Producer, Product
    from traceability.models import Lot

ENDED = ("void", "recalled")


class LotQuerySet(QuerySet):
    def of(self, product: "Product") -> Self:
        """Lots of one product, the last packed first."""
        return self.filter(product=product)

    def of_producer(self, producer: "Producer") -> Self:
        """Lots of all products of one producer: what its workspace may touch."""
        return self.filter(product__owner=producer)

    def circulating(self) -> Self:
        """Lots that nobody has recalled."""
        return self.filter(state="open")

    def recalled(self) -> Self:
        """Lots taken back (thu hồi)."""
        return self.filter(state="recalled")

    def with_events(self) -> Self:
        """Loads the steps with their places: two more queries whatever the number of lots."""
        events = self.model._meta.get_field("events").related_model.objects.with_place()
        return self.prefetch_related(Prefetch("events", events))

    def with_label_counts(self) -> Self:
        """Adds `labels_made` (void ones left out), `labels_activated` and `labels_void`, of unit labels."""
        unit = Q(labels__kind="unit")
        return self.annotate(
            labels_made=Count("labels", unit & ~Q(labels__state="void")),
            labels_activated=Count("labels", unit & Q(labels__state="activated")),
            labels_void=Count("labels", unit & Q(labels__state="void")),
        )


class EventQuerySet(QuerySet):
    def of(self, lot: "Lot") -> Self:
        """The steps of one lot in the order they happened."""
        return self.filter(lot=lot)

    def with_place(self) -> Self:
        """Loads the place along."""
        return self.select_related("place")


class LabelQuerySet(QuerySet):
    def of_units(self) -> Self:
        """Labels that stand on one pack each."""
        return self.filter(kind="unit")

    def counted(self) -> Self:
        """Unit labels that use up the lot's quantity: a void one may be made again."""
        return self.of_units().exclude(state="void")

    def printed(self) -> Self:
        """Labels that left the printer and wait to be put into use."""
        return self.filter(state="printed")

    def circulating(self) -> Self:
        """Labels neither void nor recalled."""
        return self.exclude(state__in=ENDED)
