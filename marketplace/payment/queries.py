from datetime import date, datetime, time, timedelta
from typing import Self

from django.apps import apps
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Concat
from django.utils.timezone import make_aware

from marketplace.order import states

BY_HAND = ("cod", "transfer")  # providers whose refunds a person sends from our bank
QUIET = timedelta(minutes=10)
KEPT_ACCOUNTS = timedelta(days=60)  # a transfer that went wrong comes back within weeks


class AttemptQuerySet(QuerySet):
    def unfinished(self) -> Self:
        """Attempts that a provider may still report money for."""
        return self.filter(state__in=states.UNFINISHED_ATTEMPTS)

    def quiet(self, at: datetime) -> Self:
        """Open attempts older than ten minutes: a webhook may have been lost."""
        return self.filter(state="open", created_at__lte=at - QUIET)

    def forgotten(self) -> Self:
        """Open attempts of orders that were paid another way, or have ended: nobody should pay them any more."""
        return self.unfinished().exclude(provider="cod").exclude(order__payment_state=states.Payment.AWAITING)

    def kept(self) -> int:
        """What was captured and is not on its way back, whole đồng."""
        from marketplace.payment.models import Refund

        captured = self.aggregate(sum=Sum("captured"))["sum"] or 0
        return captured - Refund.objects.filter(attempt__in=self).standing().total()

    def short(self) -> Self:
        """Transfers of which a part has come and the rest is still awaited, oldest first."""
        awaited = self.filter(provider="transfer", order__payment_state=states.Payment.AWAITING)
        return awaited.filter(captured__gt=0).order_by("pk")

    def overpaid(self) -> Self:
        """Attempts of orders for which we hold more than their total, newest first."""
        held = self.model.objects.values("order").annotate(held=Sum(F("captured") - F("refunded")))
        orders = held.filter(held__gt=F("order__total_incl_tax")).values("order")
        return self.filter(order__in=orders, captured__gt=F("refunded")).order_by("-pk")

    def late(self) -> Self:
        """Attempts whose money we hold for an order that has ended, newest first."""
        ended = (states.Payment.EXPIRED, states.Payment.CANCELLED)
        return self.filter(captured__gt=F("refunded"), order__payment_state__in=ended).order_by("-pk")

    def without_fee(self, since: datetime) -> Self:
        """Paid attempts since then of which the provider has not told its fee yet: it comes a little later."""
        return self.filter(captured__gt=0, fees=0, created_at__gte=since).exclude(reference="")

    def flagged(self) -> Self:
        """Attempts of which the provider tells something else than we asked for."""
        return self.exclude(flag="").order_by("-pk")


class DisputeQuerySet(QuerySet):
    def open(self) -> Self:
        """Disputes that the bank has not decided yet."""
        return self.filter(state__in=states.OPEN_DISPUTES)

    def decided(self) -> Self:
        """The others, the newest first."""
        return self.exclude(state__in=states.OPEN_DISPUTES).order_by("-closed_at", "-pk")

    def urgent_first(self) -> Self:
        """By the day until which we may answer; those without one last."""
        return self.order_by(F("due_by").asc(nulls_last=True), "pk")

    def with_order(self) -> Self:
        return self.select_related("attempt__order")

    def withholding(self) -> Self:
        """Disputes for which the provider holds money of ours."""
        return self.filter(taken__gt=F("given_back"))


class RefundQuerySet(QuerySet):
    def to_submit(self) -> Self:
        """Refunds that a provider carries out, and has not confirmed yet; it gives nothing back of money that a
        dispute took."""
        from marketplace.payment.models import Dispute

        disputed = Dispute.objects.open().withholding().filter(attempt=OuterRef("attempt"))
        asked = self.filter(state__in=("requested", "submitted")).exclude(attempt__provider__in=BY_HAND)
        return asked.exclude(Exists(disputed), state="requested")

    def by_hand(self) -> Self:
        """Refunds that wait for a person to send the money, oldest first."""
        return self.filter(state="requested", attempt__provider__in=BY_HAND).order_by("pk")

    def standing(self) -> Self:
        """Refunds that count against what was captured."""
        return self.exclude(state="failed")

    def carried_out(self) -> Self:
        """Refunds whose money has gone back."""
        return self.filter(state="succeeded")

    def total(self) -> int:
        """Whole đồng."""
        return self.aggregate(sum=Sum("amount"))["sum"] or 0


class RefundAccountQuerySet(QuerySet):
    def not_needed(self) -> Self:
        """Accounts of orders for which nothing waits to be sent by hand."""
        from marketplace.payment.models import Refund

        waiting = Refund.objects.by_hand().order_by().filter(attempt__order=OuterRef("order"))
        return self.exclude(Exists(waiting))

    def forgettable(self, at: datetime) -> Self:
        """Those that nobody needs any more, and were told long ago."""
        return self.not_needed().filter(at__lte=at - KEPT_ACCOUNTS)


class BankTransactionQuerySet(QuerySet):
    def with_fate(self) -> Self:
        """Loads what was done with each; three more queries whatever their number."""
        return self.select_related("match__attempt__order").prefetch_related("claims__by", "claims__order")

    def unmatched(self) -> Self:
        """Transfers of which nobody has said yet whose they are, oldest first."""
        return self.filter(match=None).exclude(claims__state="confirmed").order_by("booked_at", "pk")

    def unbooked(self) -> Self:
        """Those that our books never called nobody's."""
        entries = apps.get_model("ledger", "JournalEntry").objects
        key = Concat(Value("unknown:"), Cast(OuterRef("pk"), CharField()))
        return self.exclude(Exists(entries.filter(key=key)))

    def on_day(self, day: date) -> Self:
        """Transfers that the bank booked on `day`, in Vietnam's time."""
        since = make_aware(datetime.combine(day, time.min))
        return self.filter(booked_at__gte=since, booked_at__lt=since + timedelta(days=1))

    def total(self) -> int:
        """Whole đồng."""
        return self.aggregate(sum=Sum("amount"))["sum"] or 0


class DifferenceQuerySet(QuerySet):
    def open(self) -> Self:
        """Differences that nobody has looked at yet, oldest first."""
        return self.filter(settled_at=None).order_by("reconciliation__day", "pk")


class ReconciliationQuerySet(QuerySet):
    def since(self, day: date) -> Self:
        """Days from `day` on, oldest first, each with `waiting`: its differences that nobody has looked at yet."""
        waiting = Count("differences", filter=Q(differences__settled_at=None))
        return self.filter(day__gte=day).annotate(waiting=waiting).order_by("day", "provider")


class InboxQuerySet(QuerySet):
    def unsettled(self) -> Self:
        """Events that were received and not yet acted upon, oldest first."""
        return self.exclude(state="done").order_by("pk")
