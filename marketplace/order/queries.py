from datetime import datetime
from typing import Self

from django.db.models import Case, Exists, F, Model, OuterRef, Prefetch, Q, QuerySet, When

from catalogue import ocop
from catalogue.models import Certificate, Producer
from marketplace.order import deadlines, states


class OrderQuerySet(QuerySet):
    def overdue(self, at: datetime, *, transfers_over: datetime) -> Self:
        """Orders whose stock is held for nobody any more: no money, no word, and the hold has passed; of transfers a
        hold that ended by `transfers_over` (see deadlines.transfers_over)."""
        waiting = self.filter(payment_state__in=(states.Payment.AWAITING, states.Payment.AWAITING_COD))
        by_bank = Q(payment_method="transfer", hold_until__lte=transfers_over)
        return waiting.filter(by_bank | ~Q(payment_method="transfer") & Q(hold_until__lte=at))

    def known_by(self, number: str, phone: str) -> Self:
        """The order of that number, if that phone (E.164) placed it."""
        return self.filter(number=number, phone=phone)

    def placed_by(self, user: Model) -> Self:
        """Orders of a signed-in person, newest first."""
        return self.filter(user=user).order_by("-date_placed")

    def finished(self) -> Self:
        """Orders of which nothing is under way any more: no money awaited, no parcel, no refund, no dispute."""
        from marketplace.order.models import Parcel
        from marketplace.payment.models import Dispute, Refund

        mine = {"attempt__order": OuterRef("pk")}
        under_way = Parcel.objects.filter(order=OuterRef("pk")).exclude(status__in=states.DONE)
        refunds = Refund.objects.filter(state__in=("requested", "submitted"), **mine)
        waiting = (states.Payment.AWAITING, states.Payment.AWAITING_COD)
        ended = self.exclude(payment_state__in=waiting).exclude(Exists(under_way)).exclude(Exists(refunds))
        return ended.exclude(Exists(Dispute.objects.open().filter(**mine)))

    def with_goods(self) -> Self:
        """Loads what a list of orders shows: parcels, and lines with their products; three more queries."""
        return self.prefetch_related("parcels", "lines__product")

    def with_parcels(self) -> Self:
        """Loads what an order page shows; seven more queries whatever the number of parcels, and two for returns."""
        from marketplace.order.models import Line, Parcel
        from marketplace.order.returns import ReturnLine

        return self.select_related("province", "commune", "refund_account", "invoice_request").prefetch_related(
            Prefetch("parcels", Parcel.objects.select_related("producer__province")),
            Prefetch("parcels__lines", Line.objects.select_related("product")),
            "parcels__lines__product__images",
            "parcels__lines__parts",
            "parcels__events",
            "parcels__returns",
            Prefetch("parcels__returns__lines", ReturnLine.objects.select_related("line")),
            "parcels__returns__photos",
            "attempts",
        )


class ParcelQuerySet(QuerySet):
    def of_producer(self, producer: Producer) -> Self:
        """Parcels that this producer sends."""
        return self.filter(producer=producer)

    def visible_to_producer(self) -> Self:
        """Parcels whose order stands: paid, or to be paid on delivery. Unpaid card orders are nobody's work yet."""
        return self.filter(order__payment_state__in=states.GOOD_FOR_DISPATCH)

    def awaiting_dispatch(self) -> Self:
        """Parcels to accept, pack or hand over, oldest first."""
        waiting = self.visible_to_producer().filter(status__in=states.HOLDING)
        return waiting.order_by(F("order__date_placed"), "pk")

    def come_back(self) -> Self:
        """Parcels that nobody took and that are not at the producer's again, oldest first."""
        return self.filter(status__in=(states.Parcel.UNDELIVERABLE, states.Parcel.RETURNING)).order_by("pk")

    def of_revoked(self, certificate: Certificate) -> Self:
        """Parcels under way to their buyers with the product of a certificate that was just revoked."""
        under_way = self.visible_to_producer().filter(status__in=(*states.HOLDING, states.Parcel.SHIPPED))
        return under_way.filter(lines__product=certificate.product_id).distinct()

    def unsafe(self) -> Self:
        """Parcels not yet handed over with a product whose certificate was revoked for safety after the order was
        placed: the buyer may cancel them (Decision 26/2026, Art. 8.1.c)."""
        said = "lines__product__certificates__events__"
        revoked = {f"{said}kind": "revoked", f"{said}ground__in": ocop.SAFETY_GROUNDS}
        since = {f"{said}at__gte": F("order__date_placed")}
        return self.visible_to_producer().filter(status__in=states.HOLDING, **revoked, **since).distinct()

    def past_returns(self, at: datetime) -> Self:
        """Delivered parcels whose time for returns is over, and no return is open."""
        due = self.filter(status="delivered", delivered_at__lte=at - deadlines.RETURN_WINDOW)
        return due.exclude(returns__state__in=states.OPEN_RETURNS)

    def with_cash_out(self) -> Self:
        """Parcels whose cash a courier collected and did not pay in yet, oldest first."""
        collected = self.filter(entries__kind="capture")
        return (
            collected.exclude(entries__kind="remitted")
            .select_related("order", "producer")
            .order_by("delivered_at", "pk")
        )

    def with_lines(self) -> Self:
        """Loads order, address and lines; one more query for the lines, one for what lies in boxes, one for
        discounts, one for the events."""
        return self.select_related("order__province", "order__commune", "producer").prefetch_related(
            "lines__product", "lines__parts", "lines__discount_shares", "events"
        )


class ReturnQuerySet(QuerySet):
    def unfinished(self) -> Self:
        """Returns that somebody must still do something about."""
        return self.filter(state__in=states.OPEN_RETURNS)

    def of_producer(self, producer: Producer) -> Self:
        return self.filter(parcel__producer=producer)

    def waiting_first(self) -> Self:
        """Those that somebody must do something about, oldest first; then the others, newest first."""
        waits = Case(When(state__in=states.OPEN_RETURNS, then=F("pk")), default=None)
        return self.alias(waits=waits).order_by(F("waits").asc(nulls_last=True), "-pk")

    def for_the_operator(self, at: datetime) -> Self:
        """What the producer left unanswered, and what it refused while the buyer could still complain; oldest first."""
        refused = Q(state="rejected", answered_at__gt=at - deadlines.RETURN_WINDOW)
        return self.filter(Q(state="requested", asked_at__lte=at - deadlines.ANSWER) | refused).order_by("asked_at")

    def with_goods(self) -> Self:
        """Loads parcel, order, lines and photos; two more queries."""
        return self.select_related("parcel__order", "parcel__producer").prefetch_related("lines__line", "photos")
