"""What is true of all stock and money at any moment, asked of the whole database: PAYMENTS.md section 10, I1-I17.

`lies()` gives a sentence for each that does not hold.
"""

from collections import Counter
from itertools import pairwise

from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from marketplace.basket.models import Basket
from marketplace.ledger.models import JournalEntry, Payout, PayoutItem, Posting
from marketplace.ledger.shares import Split
from marketplace.order import states
from marketplace.order.models import Line, Order, Parcel
from marketplace.partner.models import StockRecord
from marketplace.payment.models import Attempt, BankTransaction, Dispute
from marketplace.vouchers.models import Use, Voucher

ENDED = {"expired", "cancelled"}
PAID = {"paid", "partially_refunded", "refunded"}
HAD = {"delivered", "completed"}


def lies():
    """All that is not true, as sentences; the database is only read."""
    books = Books()
    return [f"{truth.__name__}: {said}" for truth in TRUTHS for said in truth(books)]


class Books:
    """Every order with its parcels, lines, attempts, refunds and disputes, and every balance; ten queries."""

    def __init__(self):
        loaded = Order.objects.prefetch_related(
            "parcels__lines__discount_shares", "attempts__refunds", "attempts__disputes"
        )
        self.orders = [Bill(order) for order in loaded.order_by("pk")]
        sums = Posting.objects.order_by().values_list("account__key").annotate(sum=Sum("amount"))
        self.balances = Counter(dict(sums))
        kinds = Posting.objects.filter(amount__gt=0).order_by().values_list("entry__kind", "entry__order")
        self.moved = {(kind, order): moved for kind, order, moved in kinds.annotate(sum=Sum("amount"))}
        by_courier = Posting.objects.filter(entry__kind="remitted").order_by().values_list("account__kind")
        self.remitted = Counter(dict(by_courier.annotate(sum=Sum("amount"))))
        self.disputes = list(Dispute.objects.all())
        self.unbooked = BankTransaction.objects.unmatched().unbooked().total()

    def of_kind(self, kind):
        return sum(amount for key, amount in self.balances.items() if key.partition(":")[0] == kind)

    def moved_for(self, kind, bill):
        """Đồng of all entries of a kind for an order."""
        return self.moved.get((kind, bill.order.pk), 0)

    def sum_of(self, what):
        return sum(getattr(bill, what) for bill in self.orders)

    def disputed(self, what):
        return sum(getattr(dispute, what) for dispute in self.disputes)

    def given(self, bill):
        """Gifts for an order that went back or will."""
        return self.moved_for("goodwill", bill) - self.moved_for("goodwill_back", bill)


class Bill:
    """What an order's own rows say of its money, whole đồng; the ledger is not asked."""

    def __init__(self, order):
        self.order, self.state = order, order.payment_state
        self.parcels, self.attempts = list(order.parcels.all()), list(order.attempts.all())
        for parcel in self.parcels:
            parcel.order = order
            for line in parcel.lines.all():
                line.parcel = parcel
        refunds = [refund for attempt in self.attempts for refund in attempt.refunds.all()]
        self.came = sum(attempt.captured for attempt in self.attempts)
        self.back = sum(attempt.refunded for attempt in self.attempts)
        self.going = sum(refund.amount for refund in refunds if refund.state != "failed")
        self.dropped = sum(refund.amount for refund in refunds if refund.state == "failed")
        self.covered = sum(refund.amount for refund in refunds if refund.dispute_id)
        self.had = [parcel for parcel in self.parcels if parcel.status in HAD]
        self.fees = sum(attempt.fees for attempt in self.attempts)
        self.is_cod = order.payment_method == Order.Method.COD

    @property
    def worth(self):
        """What the buyer has, will get, or what was spent on the way: all but what was called off or came back."""
        return sum(parcel.kept_total for parcel in (self.had if self.is_cod else self.parcels))

    @property
    def is_whole(self):
        """Nothing was called off, came back or got lost."""
        return all(p.kept_total == p.total and p.status not in states.NOBODY_HAS for p in self.parcels)

    @property
    def delivered(self):
        return sum(parcel.kept_total for parcel in self.had)

    @property
    def carried(self):
        """Ways that were paid for, though nobody took the parcel."""
        return 0 if self.is_cod else sum(p.kept_shipping for p in self.parcels if p.status == "returned")

    @property
    def split(self):
        return sum_of_splits(parcel.split for parcel in self.had)

    def captured(self, *providers):
        return sum(attempt.captured for attempt in self.attempts if attempt.provider in providers)

    def refunded(self, *providers):
        return sum(attempt.refunded for attempt in self.attempts if attempt.provider in providers)


def sum_of_splits(splits):
    whole = Split()
    for one in splits:
        whole = whole.plus(one)
    return whole


# Stock --------------------------------------------------------------------------------------------
def i1_orders_hold_no_more_than_there_is(books):
    for record in StockRecord.objects.filter(
        Q(num_in_stock__lt=Coalesce(F("num_allocated"), 0)) | Q(num_allocated__lt=0)
    ):
        yield f"stock {record.pk}: {record.num_allocated} held of {record.num_in_stock}"


def i2_what_stock_says_is_held_is_what_lines_hold(books):
    lines = Line.objects.filter(stockrecord=OuterRef("pk")).order_by().values("stockrecord")
    held = Coalesce(Subquery(lines.annotate(sum=Sum("num_allocated")).values("sum")), 0)
    counted = StockRecord.objects.annotate(held=held, said=Coalesce(F("num_allocated"), 0))
    for record in counted.exclude(held=F("said")):
        yield f"stock {record.pk} says {record.said}, its lines hold {record.held}"
    for line in (line for bill in books.orders for parcel in bill.parcels for line in parcel.lines.all()):
        due = line.quantity - line.called_off if line.parcel.status in states.HOLDING else 0
        if line.num_allocated != due:
            yield f"line {line.pk} of a {line.parcel.status} parcel holds {line.num_allocated}, not {due}"


def i3_a_basket_that_became_an_order_is_closed_for_ever(books):
    for basket in Basket.objects.filter(Q(status=Basket.FROZEN) | Q(order__isnull=False) & ~Q(status=Basket.SUBMITTED)):
        yield f"basket {basket.pk} is {basket.status}"


# Money that comes and goes ------------------------------------------------------------------------
def i5_an_order_is_paid_when_its_money_came(books):
    for bill in books.orders:
        if bill.state in PAID and not bill.is_cod and bill.came < bill.order.total:
            yield f"{bill.order.number} is {bill.state} with {bill.came} of {bill.order.total}"
        if bill.state == "awaiting_payment" and bill.came - bill.going >= bill.order.total:
            yield f"{bill.order.number} waits with {bill.came} of {bill.order.total}"
    queued = set(Attempt.objects.overpaid().values_list("order", flat=True))
    for bill in books.orders:
        if bill.came - bill.back > bill.order.total and bill.order.pk not in queued:
            yield f"{bill.order.number} is overpaid and nobody is told"


def i5_we_keep_what_the_buyer_has_or_will_get_and_nothing_else(books):
    for bill in books.orders:
        if bill.state not in PAID | {"cod_confirmed"}:
            continue
        kept, due = bill.came - bill.going - bill.dropped, bill.worth - books.given(bill)
        if kept != due:
            yield f"{bill.order.number} ({bill.state}): {kept} kept, {due} due"


def i6_no_more_goes_back_than_came(books):
    for attempt in (attempt for bill in books.orders for attempt in bill.attempts):
        going = sum(refund.amount for refund in attempt.refunds.all() if refund.state != "failed")
        done = sum(refund.amount for refund in attempt.refunds.all() if refund.state == "succeeded")
        if not (0 <= going <= attempt.captured and done <= attempt.refunded <= attempt.captured):
            yield f"attempt {attempt.pk}: {going} going, {done} gone, {attempt.refunded} refunded of {attempt.captured}"
        lost = sum(dispute.lost for dispute in attempt.disputes.all())
        if going + lost > attempt.captured:
            yield f"attempt {attempt.pk}: {going} going and {lost} taken by the bank, of {attempt.captured}"


def i7_the_ledger_sums_to_zero(books):
    for entry in JournalEntry.objects.unbalanced():
        yield f"{entry.key} sums to {entry.sum}"
    if sum(books.balances.values()):
        yield f"the ledger sums to {sum(books.balances.values())}"


def i7_the_ledger_says_what_the_rows_say(books):
    split = sum_of_splits(bill.split for bill in books.orders)
    ways = sum(parcel.kept_shipping for bill in books.orders for parcel in bill.had) + books.sum_of("carried")
    courier, paid = books.remitted, Payout.objects.filter(state="settled").total()
    transfers = sum(bill.captured("transfer") - bill.refunded("transfer", "cod") for bill in books.orders)
    fees, withheld = books.sum_of("fees") + books.disputed("fee"), books.disputed("withheld")
    said = {
        "stripe_clearing": sum(one.captured("stripe") - one.refunded("stripe") for one in books.orders)
        - fees
        - withheld,
        "provider_fees": fees,
        "dispute_held": withheld - books.disputed("lost"),
        "dispute_loss": books.disputed("lost") - books.sum_of("covered") + sum(map(books.given, books.orders)),
        "suspense": books.unbooked - BankTransaction.objects.unmatched().total(),
        "cod_receivable": sum(bill.captured("cod") for bill in books.orders) + courier["cod_receivable"],
        "shipping_clearing": courier["shipping_clearing"] - ways,
        "bank": transfers + courier["bank"] - paid - books.of_kind("suspense"),
        "producer_payable": paid - split.net,
        "platform_fee_income": -split.fee,
        "tax_withheld": -split.vat - split.pit,
        "promotion_cost": split.added,
    }
    for kind, due in said.items():
        if books.of_kind(kind) != due:
            yield f"{kind}: {books.of_kind(kind)} booked, {due} by the rows"


def i7_what_we_owe_a_buyer_is_what_came_and_was_neither_delivered_nor_given_back(books):
    for bill in books.orders:
        due = bill.came - bill.back - bill.covered + books.given(bill) - bill.delivered - bill.carried
        if (booked := -books.balances[f"customer_payable:{bill.order.number}"]) != due:
            yield f"{bill.order.number}: {booked} booked, {due} owed"


def i8_parts_sum_to_the_order(books):
    for bill in books.orders:
        order, total = bill.order, sum(parcel.total for parcel in bill.parcels)
        if order.total != total or any(attempt.amount != total for attempt in bill.attempts):
            yield f"{order.number}: {order.total}, parcels {total}, attempts {[one.amount for one in bill.attempts]}"
        for parcel in bill.parcels:
            if parcel.goods != sum(line.price for line in parcel.lines.all()):
                yield f"parcel {parcel.number}: {parcel.goods} is not the sum of its lines"


def i9_an_order_that_ended_keeps_no_money(books):
    for bill in books.orders:
        if bill.state in ENDED and bill.came - bill.going - bill.dropped > 0:
            yield f"{bill.order.number} is {bill.state} and keeps {bill.came - bill.going - bill.dropped}"
        if bill.state in ENDED and any(parcel.status in states.HOLDING for parcel in bill.parcels):
            yield f"{bill.order.number} is {bill.state} and holds stock"


def i13_a_transfer_counts_once_for_one_attempt(books):
    matched = BankTransaction.objects.filter(match__isnull=False).order_by().values_list("match__attempt")
    told = dict(matched.annotate(sum=Sum("amount")))
    for attempt in Attempt.objects.filter(provider="transfer"):
        if attempt.captured != told.get(attempt.pk, 0):
            yield f"attempt {attempt.pk} captured {attempt.captured}, the bank told {told.get(attempt.pk, 0)}"


def i15_the_cash_of_the_parcels_is_the_orders_total(books):
    for bill in (bill for bill in books.orders if bill.state in {"awaiting_cod_confirmation", "cod_confirmed"}):
        due = bill.came + sum(parcel.cash_due for parcel in bill.parcels if parcel not in bill.had)
        if due > bill.order.total or (bill.is_whole and due != bill.order.total):
            yield f"{bill.order.number}: {due} is asked for, of {bill.order.total}"


def i16_a_payout_is_the_sum_of_postings_that_no_other_pays(books):
    twice = PayoutItem.objects.filter(is_live=True).values_list("posting", flat=True)
    for posting, count in Counter(twice).items():
        if count > 1:
            yield f"posting {posting} stands in {count} payouts"
    for payout in Payout.objects.annotate(sum=-Sum("items__posting__amount")):
        if payout.amount != payout.sum or payout.amount <= 0:
            yield f"payout {payout.pk}: {payout.amount}, its postings {payout.sum}"


def i17_every_parcel_went_a_legal_way(books):
    steps = states.PARCEL_STEPS
    for parcel in Parcel.objects.prefetch_related("events"):
        way = [event.status for event in parcel.events.all() if event.is_step]
        wrong = [(now, then) for now, then in pairwise(way) if then not in steps[now]]
        if wrong or way[-1] != parcel.status:
            yield f"parcel {parcel.pk} went {way} and is {parcel.status}"


def vouchers_are_used_as_often_as_they_say(books):
    standing = Counter(Use.objects.standing().values_list("voucher", flat=True))
    for voucher in Voucher.objects.all():
        if voucher.used != standing[voucher.pk] or (voucher.uses is not None and voucher.used > voucher.uses):
            yield f"{voucher.code}: {voucher.used} used, {standing[voucher.pk]} stand, {voucher.uses} allowed"


TRUTHS = [
    i1_orders_hold_no_more_than_there_is,
    i2_what_stock_says_is_held_is_what_lines_hold,
    i3_a_basket_that_became_an_order_is_closed_for_ever,
    i5_an_order_is_paid_when_its_money_came,
    i5_we_keep_what_the_buyer_has_or_will_get_and_nothing_else,
    i6_no_more_goes_back_than_came,
    i7_the_ledger_sums_to_zero,
    i7_the_ledger_says_what_the_rows_say,
    i7_what_we_owe_a_buyer_is_what_came_and_was_neither_delivered_nor_given_back,
    i8_parts_sum_to_the_order,
    i9_an_order_that_ended_keeps_no_money,
    i13_a_transfer_counts_once_for_one_attempt,
    i15_the_cash_of_the_parcels_is_the_orders_total,
    i16_a_payout_is_the_sum_of_postings_that_no_other_pays,
    i17_every_parcel_went_a_legal_way,
    vouchers_are_used_as_often_as_they_say,
]
