"""The words we ask in about cases."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Case, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value, When

from traceability.rules import COPY_RULES

if TYPE_CHECKING:
    from catalogue.models import Producer


class CaseQuerySet(QuerySet):
    def of_producer(self, producer: "Producer") -> Self:
        """Cases about labels of one producer's products."""
        return self.filter(product__owner=producer)

    def of_place(self, province: int) -> Self:
        """Cases about products of a province of today (by primary key); without a product, those seen there."""
        return self.filter(Q(product__province=province) | Q(product__isnull=True, province=province))

    def unfinished(self) -> Self:
        """Cases without an outcome."""
        return self.exclude(state="closed")

    def by_rules(self) -> Self:
        """Cases that the scans gave rise to."""
        return self.filter(source="rules")

    def reported_from(self, network: str, since: datetime) -> Self:
        """Reports that came from one network since then."""
        return self.filter(source="report", network=network, created_at__gte=since)

    def with_label(self) -> Self:
        """Loads what a list or a page of cases names."""
        return self.select_related("label__lot", "product__owner", "province")

    def with_last_word(self) -> Self:
        """Adds `last_role`: on whose behalf the last act was; a producer's asks an authority to settle the case."""
        entries = self.model._meta.get_field("entries").related_model.objects.filter(case=OuterRef("pk"))
        return self.annotate(last_role=Subquery(entries.order_by("-pk").values("role")[:1]))

    def waiting_first(self) -> Self:
        """New ones, then those looked into, then closed ones; the newest first within each."""
        order = [When(state=state, then=Value(place)) for place, state in enumerate(("new", "looking"))]
        return self.order_by(Case(*order, default=Value(9), output_field=IntegerField()), "-pk")

    def speak_against(self, label: int) -> Self:
        """Cases for which a label stays suspected: its scans look copied and nobody has settled that, or it was found
        to be copied."""
        unsettled = ~Q(state="closed") & Q(source="rules", flags__rule__in=COPY_RULES)
        return self.filter(unsettled | Q(outcome="fake"), label=label)

    def last_closed(self, labels: list[int]) -> dict[int, datetime]:
        """When the last case that rules had made of each of these labels was closed. One query."""
        closed = self.by_rules().filter(label__in=labels, state="closed").order_by()
        return dict(closed.values_list("label").annotate(last=Max("closed_at")))
