"""What tests of money share: orders paid by card without a provider, parcels taken on their way, the ledger read."""

from datetime import timedelta

from django.utils.timezone import now

from marketplace.ledger import payouts
from marketplace.ledger.models import PayoutAccount, Posting
from marketplace.ledger.services import account
from marketplace.order.models import Order, Parcel
from marketplace.order.services import accept_parcel, complete_delivered, deliver_parcel, pack_parcel, ship_parcel
from marketplace.payment.models import Attempt
from marketplace.payment.providers.base import Snapshot
from marketplace.payment.services import merge
from tests.factories import ProducerFactory, ProductFactory
from tests.marketplace.buying import basket_of, order_of

WEEK = timedelta(days=7)


def product_at(price=100_000, *, kind="household", stock=20, owner=None):
    return ProductFactory(owner=owner or ProducerFactory(kind=kind), stocked__price=price, stocked__num_in_stock=stock)


def card_order(settings, *wanted, user=None):
    """An order paid by card, as if its provider had said so."""
    settings.STRIPE_SECRET_KEY = "sk_test_x"
    return pay(order_of(basket_of(*wanted), method="card", user=user))


def pay(order):
    merge(order.attempts.get(), Snapshot(state="succeeded", captured=order.total))
    return Order.objects.get(pk=order.pk)


def provider_gives_back(order, amount):
    """The card's provider says that `amount` in all went back."""
    attempt = Attempt.objects.get(order=order)
    merge(attempt, Snapshot(state="succeeded", captured=attempt.captured, refunded=amount))


def shipped(parcel):
    for act in (accept_parcel, pack_parcel, ship_parcel):
        act(parcel)
    return Parcel.objects.get(pk=parcel.pk)


def delivered(parcel, at=None):
    return deliver_parcel(shipped(parcel), at=at)


def completed(parcel):
    """Delivered more than a week ago: its money may be paid out."""
    delivered(parcel, at=now() - WEEK)
    complete_delivered(now())
    return Parcel.objects.get(pk=parcel.pk)


def balance(kind, part="", **whose):
    """Debit minus credit, whole đồng."""
    return account(kind, part, **whose).balance


def owed_to(producer):
    return -balance("producer_payable", producer=producer)


def ledger_sum():
    return -Posting.objects.credit()


def account_of(producer):
    PayoutAccount.objects.create(producer=producer, bank="Vietcombank", number="0011001234567", holder="HO KINH DOANH")


def draft(producer):
    if not producer.payout_accounts.exists():
        account_of(producer)
    return payouts.draft_payouts().payouts.get(producer=producer)


def sent(producer):
    return payouts.send_payout(payouts.approve_payout(draft(producer)))


def state(order):
    return Order.objects.get(pk=order.pk).payment_state


def all_pieces(parcel):
    return {line.pk: line.kept for line in parcel.lines.all()}
