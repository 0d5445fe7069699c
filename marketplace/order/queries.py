from datetime import datetime
from typing import Self

from django.db.models import F, Model, Q, QuerySet

from catalogue import ocop
from catalogue.models import Certificate, Producer
from marketplace.order import states


class OrderQuerySet(QuerySet):
    def overdue(self, at: datetime) -> Self:
        """Orders whose stock is held for nobody any more: no money, no word, and the hold has passed."""
        waiting = self.filter(payment_state__in=(states.Payment.AWAITING, states.Payment.AWAITING_COD))
        by_bank = Q(payment_method="transfer", hold_until__lte=at - states.TRANSFER_GRACE)
        return waiting.filter(by_bank | ~Q(payment_method="transfer") & Q(hold_until__lte=at))

    def known_by(self, number: str, phone: str) -> Self:
        """The order of that number, if that phone (E.164) placed it."""
        return self.filter(number=number, phone=phone)

    def placed_by(self, user: Model) -> Self:
        """Orders of a signed-in person, newest first."""
        return self.filter(user=user).order_by("-date_placed")

    def with_goods(self) -> Self:
        """Loads what a list of orders shows: parcels, and lines with their products; three more queries."""
        return self.prefetch_related("parcels", "lines__product")

    def with_parcels(self) -> Self:
        """Loads what an order page shows; seven more queries whatever the number of parcels."""
        return self.select_related("province", "commune").prefetch_related(
            "parcels__producer__province",
            "parcels__lines__product__images",
            "parcels__lines__parts",
            "parcels__events",
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

    def with_lines(self) -> Self:
        """Loads order, address and lines; one more query for the lines, one for what lies in boxes, one for the events."""
        return self.select_related("order__province", "order__commune", "producer").prefetch_related(
            "lines__product", "lines__parts", "events"
        )
