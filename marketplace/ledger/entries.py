"""What is booked when. A buyer's money stands in customer_payable:<order> from its arrival until the goods are
delivered or it goes back; delivery splits it, a return takes back exactly that split."""

from marketplace.ledger.models import Account, JournalEntry, Payout
from marketplace.ledger.services import account, book
from marketplace.ledger.shares import Split
from marketplace.order.models import Order, Parcel
from marketplace.payment.models import Attempt, BankTransaction, Dispute, Refund

COMES_TO = {"stripe": "stripe_clearing", "transfer": "bank", "cod": "cod_receivable"}
GOES_FROM = COMES_TO | {"cod": "bank"}  # the courier keeps nothing of ours: cash goes back by a transfer


def book_capture(attempt: Attempt, amount: int, *, parcel: Parcel | None = None) -> JournalEntry:
    """Money arrived (of `parcel`: its cash, which the courier holds): we owe it to the buyer until delivery."""
    return book(
        f"capture:{attempt.pk}:{attempt.captured}",
        kind="capture",
        order=attempt.order,
        parcel=parcel,
        sides={account(COMES_TO[attempt.provider]): amount, account("customer_payable", order=attempt.order): -amount},
    )


def book_refund(attempt: Attempt, amount: int) -> JournalEntry:
    """Money went back to the buyer."""
    return book(
        f"refund:{attempt.pk}:{attempt.refunded}",
        kind="refund",
        order=attempt.order,
        sides={account("customer_payable", order=attempt.order): amount, account(GOES_FROM[attempt.provider]): -amount},
    )


def book_unknown(kept: BankTransaction) -> JournalEntry:
    """A transfer arrived of which nobody knows yet whose it is."""
    sides = {account("bank"): kept.amount, account("suspense"): -kept.amount}
    return book(f"unknown:{kept.pk}", kind="unknown", sides=sides)


def book_known(kept: BankTransaction) -> JournalEntry | None:
    """It is known now: an order's (whose capture books it), sent back, or not a customer's. None: it never waited."""
    if not JournalEntry.objects.filter(key=f"unknown:{kept.pk}").exists():
        return None
    sides = {account("suspense"): kept.amount, account("bank"): -kept.amount}
    return book(f"known:{kept.pk}", kind="known", sides=sides)


def book_fee(attempt: Attempt, amount: int) -> JournalEntry:
    """The provider kept its fee of a payment: the platform bears it."""
    sides = {account("provider_fees"): amount, account(COMES_TO[attempt.provider]): -amount}
    return book(f"fee:{attempt.pk}:{attempt.fees}", kind="fee", order=attempt.order, sides=sides)


def book_dispute(dispute: Dispute, what: str, amount: int) -> JournalEntry:
    """The provider took money for a dispute (`what`: taken), gave it back (given_back), or charged for it (fee)."""
    clearing, held = account(COMES_TO[dispute.attempt.provider]), account("dispute_held")
    sides = {
        "taken": {held: amount, clearing: -amount},
        "given_back": {clearing: amount, held: -amount},
        "fee": {account("provider_fees"): amount, clearing: -amount},
    }
    key = f"dispute:{dispute.pk}:{what}:{getattr(dispute, what)}"
    return book(key, kind="dispute", order=dispute.attempt.order, sides=sides[what])


def book_dispute_loss(dispute: Dispute, amount: int) -> JournalEntry:
    """The bank decided against us: what it holds is our loss. Below zero: a loss is taken back."""
    start = f"dispute:{dispute.pk}:loss:"
    key = f"{start}{JournalEntry.objects.filter(key__startswith=start).count()}"
    sides = {account("dispute_loss"): amount, account("dispute_held"): -amount}
    return book(key, kind="dispute", order=dispute.attempt.order, sides=sides)


def book_covered(refund: Refund) -> JournalEntry:
    """What we owed the buyer came to them by their bank: our loss by the dispute is that much less."""
    order = refund.attempt.order
    sides = {account("customer_payable", order=order): refund.amount, account("dispute_loss"): -refund.amount}
    return book(f"covered:{refund.pk}", kind="covered", order=order, sides=sides)


def book_delivered(parcel: Parcel) -> JournalEntry:
    """The buyer has the goods: their money is the producer's, the platform's, the State's and the carrier's."""
    sides = _sides(parcel, parcel.split, parcel.kept_shipping)
    return book(f"delivered:{parcel.pk}", kind="delivered", order=parcel.order, parcel=parcel, sides=sides)


def book_returned(parcel: Parcel, back: Split, shipping: int) -> JournalEntry:
    """Goods of a delivered parcel came back: what their delivery booked is taken back."""
    sides = {side: -amount for side, amount in _sides(parcel, back, shipping).items()}
    key = f"returned:{parcel.pk}:{_pieces_back(parcel)}:{parcel.shipping_off}"
    return book(key, kind="returned", order=parcel.order, parcel=parcel, sides=sides)


def book_carried(parcel: Parcel) -> JournalEntry:
    """A parcel came back undelivered, though paid: its way was paid for."""
    fee = parcel.kept_shipping
    sides = {account("customer_payable", order=parcel.order): fee, account("shipping_clearing"): -fee}
    return book(f"carried:{parcel.pk}", kind="carried", order=parcel.order, parcel=parcel, sides=sides)


def book_goodwill(order: Order, key: str, amount: int) -> JournalEntry:
    """The platform makes good what went wrong, at its own cost."""
    sides = {account("dispute_loss"): amount, account("customer_payable", order=order): -amount}
    return book(f"goodwill:{key}", kind="goodwill", order=order, sides=sides)


def book_goodwill_taken_up(order: Order, amount: int) -> JournalEntry:
    """Goods went back for which the platform had paid already: that much of its gift was the buyer's own money."""
    key = f"goodwill_back:{order.number}:{order.entries.filter(kind='goodwill_back').count()}"
    sides = {account("customer_payable", order=order): amount, account("dispute_loss"): -amount}
    return book(key, kind="goodwill_back", order=order, sides=sides)


def book_remitted(parcel: Parcel, cash: int, kept: int) -> JournalEntry:
    """The courier paid a parcel's cash in and kept `kept` đồng as its fee."""
    sides = {account("bank"): cash - kept, account("shipping_clearing"): kept, account("cod_receivable"): -cash}
    return book(f"remitted:{parcel.pk}", kind="remitted", order=parcel.order, parcel=parcel, sides=sides)


def book_payout(payout: Payout) -> JournalEntry:
    """A producer was paid."""
    sides = {account("producer_payable", producer=payout.producer): payout.amount, account("bank"): -payout.amount}
    return book(f"payout:{payout.pk}", kind="payout", payout=payout, sides=sides)


def _sides(parcel: Parcel, goods: Split, shipping: int) -> dict[Account, int]:
    """Delivery of `goods` and `shipping` of a parcel."""
    return {
        account("customer_payable", order=parcel.order): goods.paid + shipping,
        account("promotion_cost"): goods.added,
        account("producer_payable", producer=parcel.producer): -goods.net,
        account("platform_fee_income"): -goods.fee,
        account("tax_withheld", "vat"): -goods.vat,
        account("tax_withheld", "pit"): -goods.pit,
        account("shipping_clearing"): -shipping,
    }


def _pieces_back(parcel: Parcel) -> int:
    return sum(line.returned for line in parcel.lines.all())
