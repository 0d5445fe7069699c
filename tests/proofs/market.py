"""A random life of the market, act by act: buyers, the card's provider, the bank, producers, operators, the clock.

After each act every truth is asked of the whole database; an act that was refused must have changed nothing.
"""

import contextlib
import sys
from datetime import timedelta
from functools import wraps

from django.db import connection, transaction
from django.utils.timezone import now
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from catalogue.services import SaleUnchanged, resume_sale, suspend_sale
from marketplace.basket.models import Basket
from marketplace.basket.services import CannotAdd
from marketplace.clockwork.services import tick
from marketplace.ledger import payouts
from marketplace.ledger.models import Payout
from marketplace.order import services as orders
from marketplace.order.models import Order
from marketplace.order.returns import ReturnRequest
from marketplace.order.services import returns
from marketplace.order.states import IllegalTransition
from marketplace.payment import bank, claims, paybacks, services, switching
from marketplace.payment.models import Attempt, BankClaim, BankTransaction, Refund
from marketplace.payment.providers.base import ProviderDown
from marketplace.payment.refunds import NothingToRefund
from marketplace.vouchers.services import choose
from tests.doubles import stripe_books
from tests.marketplace.banking import told
from tests.marketplace.buying import basket_of, order_of
from tests.marketplace.money import balance
from tests.proofs import world
from tests.proofs.truths import lies

whose = st.integers(0, 30)
GOOD, BAD = "4242424242424242", "4000000000000002"
DECIDED = {"won", "lost", "warning_closed"}
CLAIM_ENDS = ["confirm", "confirm", "same", "back"]
WAITS = [timedelta(minutes=1), timedelta(minutes=11), timedelta(minutes=31), timedelta(hours=3),
         timedelta(hours=27), timedelta(hours=49), timedelta(days=8)]  # fmt: skip


WISHES = {
    "pieces": st.tuples(*[st.integers(0, 3)] * 3).filter(any),
    "method": st.sampled_from(["card", "card", "transfer", "cod"]),
    "phone": st.sampled_from(world.PHONES),
    "voucher": st.sampled_from([None, None, 0, 1]),
}


def refusable(*refusals):
    """An act that may be refused with one of these; then no row has changed."""

    def wrap(act):
        @wraps(act)
        def acted(market, **drawn):
            before = world.fingerprint()
            try:
                act(market, **drawn)
            except refusals:
                assert world.fingerprint() == before, "refused, and yet something changed"

        return acted

    return wrap


def pick(things, number):
    """The one of that number, the newest most often; None where there is none."""
    things = list(things)
    return things[-1 - number % len(things)] if things else None


class Market(RuleBasedStateMachine):
    double = clock = None  # the test gives them
    example = None

    @initialize(first=st.lists(st.fixed_dictionaries(WISHES), min_size=1, max_size=3))
    def open(self, first):
        self.clock.move_to(world.BEGIN)
        self.example = transaction.atomic()
        self.example.__enter__()
        self.world = world.build(self.double, self.clock)
        for wish in first:
            self.order(**wish)

    def teardown(self):
        if self.example is None:  # a life that did not begin
            return
        try:
            if sys.exc_info()[0] is None:
                self.everything_comes_to_rest()
        finally:
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)

    def everything_comes_to_rest(self):
        """Nobody acts any more: holds end, banks decide, refunds are carried out, and our books are the provider's."""
        self.double.faults.clear()
        for number, _dispute in enumerate(self.open_disputes()):
            self.the_bank_decides(who=0, won=number % 2 == 0)
        for wait in (timedelta(minutes=6), timedelta(hours=60), timedelta(minutes=6), timedelta(minutes=6)):
            self.tick(wait=wait)
        assert not Order.objects.filter(payment_state__in=("awaiting_payment", "awaiting_cod_confirmation")).exists()
        assert not Refund.objects.to_submit().exists()
        assert not BankTransaction.objects.unmatched().unbooked().exists()
        charges = self.double.books.charges.values()
        theirs = sum(charge["amount_captured"] - charge["amount_refunded"] for charge in charges)
        ours = sum(one.captured - one.refunded for one in self.world.attempts("stripe"))
        assert theirs == ours, f"the provider holds {theirs}, our rows say {ours}"
        theirs, ours = self.double.books.balance(), balance("stripe_clearing")
        assert theirs == ours, f"the provider owes {theirs}, our ledger says {ours}"

    @invariant()
    def nothing_lies(self):
        connection.check_constraints()
        if said := lies() + self.world.lies_about_the_shelf() + [*self.provider_lies()]:
            raise AssertionError("\n".join(said))

    def provider_lies(self):
        """I8, I10: one session for an attempt and one refund for a row, however often we asked; and of its đồng."""
        books = self.double.books
        marks = [one["metadata"]["attempt"] for one in books.sessions.values()]
        marks += [f"refund {one['metadata']['refund']}" for one in books.refunds.values()]
        if len(marks) != len(set(marks)):
            yield f"the provider did something twice: {marks}"
        amounts = {str(one.pk): one.amount for one in Attempt.objects.all()}
        for session in books.sessions.values():
            if session["amount_total"] != (due := amounts[session["metadata"]["attempt"]]):
                yield f"session {session['id']} asks for {session['amount_total']}, not {due}"

    # Buyers ---------------------------------------------------------------------------------------
    @rule(**WISHES)
    @refusable(orders.Refused, CannotAdd)
    def order(self, pieces, method, phone, voucher):
        with transaction.atomic():
            wanted = [pair for pair in zip(self.world.products, pieces, strict=True) if pair[1]]
            basket = basket_of(*wanted)
            if voucher is not None:
                choose(basket, self.world.vouchers[voucher])
            order_of(basket, self.world.delivery(phone), method=method)

    @rule(who=whose, tells=st.booleans())
    def pay_by_card(self, who, tells):
        """All the way, when nothing goes wrong; the notices may be lost."""
        before = set(self.double.books.events)
        self.go_to_the_pay_page(who=who)
        self.type_a_card(who=who, card=GOOD)
        for event in self.world.notices():
            if tells and event["id"] not in before:
                self.world.tell(event)

    @rule(who=whose)
    def click_again(self, who):
        if order := pick(self.world.orders(), who):
            again = order_of(Basket.objects.get(pk=order.basket_id), self.world.delivery(order.phone), shown_total=1)
            assert again == order

    @rule(who=whose)
    def go_to_the_pay_page(self, who):
        if (order := pick(Order.objects.filter(payment_state="awaiting_payment").order_by("pk"), who)) is None:
            return
        if attempt := services.open_attempt(order):
            with contextlib.suppress(ProviderDown):
                services.start(attempt, **world.BACK)

    @rule(who=whose, card=st.sampled_from([GOOD, GOOD, BAD]))
    def type_a_card(self, who, card):
        open_ = [one for one in self.double.books.sessions.values() if one["status"] == "open"]
        if session := pick(open_, who):
            with contextlib.suppress(stripe_books.Refused):
                self.double.books.pay(session["id"], card, authenticated=True)

    @rule(who=whose)
    def come_back_from_the_pay_page(self, who):
        if (order := pick(self.world.orders(), who)) and (attempt := services.open_attempt(order)):
            with contextlib.suppress(ProviderDown):
                services.sync(attempt)

    @rule(who=whose, method=st.sampled_from(["card", "transfer"]))
    def choose_another_way(self, who, method):
        if order := pick(Order.objects.filter(payment_state="awaiting_payment").order_by("pk"), who):
            with contextlib.suppress(switching.NotPossible, ProviderDown):
                switching.switch(order, method, at=now())

    @rule(who=whose)
    def cancel_unpaid(self, who):
        if order := pick(self.world.orders(), who):
            with contextlib.suppress(IllegalTransition, ProviderDown):
                services.cancel_unpaid(order)

    @rule(who=whose, line=whose, pieces=st.integers(0, 2), all_of_it=st.booleans())
    @refusable(IllegalTransition, orders.NotThatMany)
    def call_off(self, who, line, pieces, all_of_it):
        if parcel := pick(self.world.parcels(), who):
            chosen = pick(parcel.lines.order_by("pk"), line)
            orders.call_off(parcel, pieces=None if all_of_it else {chosen.pk: pieces})

    @rule(who=whose, line=whose, pieces=st.integers(1, 3))
    @refusable(IllegalTransition, orders.NotThatMany, returns.TooLate)
    def ask_for_a_return(self, who, line, pieces):
        if parcel := pick((one for one in self.world.parcels() if one.status == "delivered"), who):
            chosen = pick(parcel.lines.order_by("pk"), line)
            returns.ask_for_return(parcel, pieces={chosen.pk: pieces}, reason="mind", at=now())

    # The card's provider and the bank --------------------------------------------------------------
    @rule(numbers=st.lists(whose, min_size=1, max_size=6))
    def notices_arrive(self, numbers):
        """Late, twice, in any order, or never."""
        for event in [pick(self.world.notices(), number) for number in numbers]:
            assert event is None or self.world.tell(event) in (200, 503)

    @rule(kind=st.sampled_from(["error", "lost"]), times=st.integers(1, 4), method=st.sampled_from(["GET", "POST"]))
    def the_provider_falls_ill(self, kind, times, method):
        self.double.faults.append({"kind": kind, "path": "/v1/", "times": times, "seconds": 0, "method": method})

    @rule()
    def the_provider_recovers(self):
        self.double.faults.clear()

    def open_disputes(self):
        return [one for one in self.double.books.disputes.values() if one["status"] not in DECIDED]

    @rule(who=whose, part=st.sampled_from([1, 1, 2]), is_inquiry=st.booleans())
    def a_buyer_disputes_a_payment(self, who, part, is_inquiry):
        """All of what is left of it, or half."""
        charges = [one for one in self.double.books.charges.values() if not one["disputed"]]
        if (charge := pick(charges, who)) and (left := charge["amount"] - charge["amount_refunded"]):
            self.double.books.dispute(charge["id"], amount=max(1, left // part), is_inquiry=is_inquiry)

    @rule(who=whose, won=st.booleans())
    def the_bank_decides(self, who, won):
        if dispute := pick(self.open_disputes(), who):
            self.double.books.decide_dispute(dispute["id"], won=won)

    @rule(amount=st.sampled_from([1, 33_333, 250_000]))
    def a_transfer_of_nobody_arrives(self, amount):
        bank.receive(told("chuyen tien mua qua", amount))

    @rule(who=whose, order=whose, kind=st.sampled_from(BankClaim.Kind.values), ends=st.sampled_from(CLAIM_ENDS))
    @refusable(claims.AlreadyDecided, claims.NotByTransfer, claims.SamePerson)
    def clerks_say_whose_it_is(self, who, order, kind, ends):
        """One says it, another confirms it, if not the same; or it is taken back."""
        if kept := pick(BankTransaction.objects.order_by("pk"), who):
            whose = pick(self.world.orders(), order) if kind == BankClaim.Kind.ASSIGN else None
            with transaction.atomic():
                made = claims.claim(kept, kind=kind, by=self.world.clerks[0], note="khách gọi hỏi", order=whose)
                act, clerk = {
                    "confirm": (claims.confirm, 1),
                    "same": (claims.confirm, 0),
                    "back": (claims.withdraw, 1),
                }[ends]
                act(made, by=self.world.clerks[clerk])

    @rule(who=whose, part=st.sampled_from(["all", "half", "rest", "more"]), times=st.integers(1, 2))
    def a_transfer_arrives(self, who, part, times):
        if (attempt := pick(self.world.attempts("transfer"), who)) is None:
            return
        rest = max(1, attempt.amount - attempt.captured)
        amount = {"all": attempt.amount, "half": attempt.amount // 2, "rest": rest, "more": rest + 7_000}[part]
        one = told(f"CK {attempt.reference} cam on", amount)
        for _ in range(times):
            bank.receive(one)

    # Producers ------------------------------------------------------------------------------------
    @rule(who=whose, steps=st.integers(1, 4))
    @refusable(IllegalTransition)
    def send_a_parcel(self, who, steps):
        if parcel := pick(self.world.parcels(), who):
            with transaction.atomic():
                for step in (orders.accept_parcel, orders.pack_parcel, self.ship, orders.deliver_parcel)[:steps]:
                    step(parcel)

    def ship(self, parcel):
        shipped = orders.ship_parcel(parcel)
        self.world.goods_leave(shipped)

    @rule(who=whose, verb=st.sampled_from(["accept", "pack", "deliver", "undeliverable", "send_back", "back", "lost"]))
    @refusable(IllegalTransition)
    def step_a_parcel(self, who, verb):
        verbs = {
            "accept": orders.accept_parcel,
            "pack": orders.pack_parcel,
            "deliver": orders.deliver_parcel,
            "undeliverable": orders.report_undeliverable,
            "send_back": orders.send_parcel_back,
            "back": orders.receive_parcel_back,
            "lost": orders.report_lost,
        }
        if parcel := pick(self.world.parcels(), who):
            verbs[verb](parcel)

    @rule(who=whose)
    @refusable(IllegalTransition)
    def reject_a_parcel(self, who):
        if parcel := pick(self.world.parcels(), who):
            orders.reject_parcel(parcel, reason="hết hàng")

    @rule(who=whose, pieces=st.integers(1, 3))
    @refusable(orders.NotThatMany)
    def put_on_the_shelf_again(self, who, pieces):
        if parcel := pick(self.world.parcels(), who):
            line = parcel.lines.order_by("pk").first()
            orders.restock(parcel, {line.pk: pieces})
            self.world.shelf[line.stockrecord_id] += pieces

    @rule(which=st.integers(0, 2), resumed=st.booleans())
    def suspend_or_resume_a_sale(self, which, resumed):
        product = self.world.products[which]
        with contextlib.suppress(SaleUnchanged):
            resume_sale(product) if resumed else suspend_sale(product, reason="chờ kiểm nghiệm")

    # Operators ------------------------------------------------------------------------------------
    @rule(who=whose, verb=st.sampled_from(["approve", "reject", "withdraw", "settle", "settle", "lapse"]))
    @refusable(IllegalTransition, orders.NotThatMany, returns.TooLate)
    def answer_a_return(self, who, verb):
        if (wish := pick(ReturnRequest.objects.order_by("pk"), who)) is None:
            return
        answers = {
            "approve": lambda: returns.approve_return(wish),
            "reject": lambda: returns.reject_return(wish, answer="không phải lỗi của hàng"),
            "withdraw": lambda: returns.withdraw_return(wish),
            "settle": lambda: returns.settle_return(wish, with_shipping=wish.pk % 2 == 0),
            "lapse": lambda: returns.lapse_return(wish, at=now()),
        }
        answers[verb]()

    @rule(who=whose, line=whose, pieces=st.integers(1, 2), with_shipping=st.booleans())
    @refusable(IllegalTransition, orders.NotThatMany)
    def give_back_delivered_pieces(self, who, line, pieces, with_shipping):
        if parcel := pick(self.world.parcels(), who):
            chosen = pick(parcel.lines.order_by("pk"), line)
            wish = {"reason": "hỏng", "with_shipping": with_shipping, "by": None}
            returns.refund_pieces(parcel, {chosen.pk: pieces}, **wish)

    @rule(who=whose, amount=st.sampled_from([1, 5_000, 100_000]))
    @refusable(NothingToRefund)
    def show_goodwill(self, who, amount):
        if order := pick(self.world.orders(), who):
            returns.refund_goodwill(order, amount=amount, reason="giao chậm", by=None)

    @rule(who=whose, is_sent=st.sampled_from([True, True, True, False]))
    @refusable(IllegalTransition)
    def pay_back_by_hand(self, who, is_sent):
        if refund := pick(Refund.objects.by_hand(), who):
            clerk = self.world.clerks[0]
            if is_sent:
                paybacks.record_refund(refund, reference="FT9", by=clerk)
            else:
                paybacks.drop_refund(refund, reason="khách không nhận", by=clerk)

    @rule(who=whose, kept=st.sampled_from([0, 20_000]))
    @refusable(orders.NothingToRemit)
    def a_courier_pays_in(self, who, kept):
        if parcel := pick(self.world.parcels(), who):
            orders.record_remittance(parcel, kept=kept)

    @rule()
    @refusable(payouts.NothingToPay)
    def draw_up_payouts(self):
        payouts.draft_payouts()

    @rule(who=whose, verb=st.sampled_from(["approve", "send", "settle", "fail"]))
    @refusable(IllegalTransition, payouts.MoreThanAvailable)
    def step_a_payout(self, who, verb):
        verbs = {
            "approve": payouts.approve_payout,
            "send": payouts.send_payout,
            "settle": lambda payout: payouts.settle_payout(payout, reference="FT7", at=now()),
            "fail": payouts.fail_payout,
        }
        if payout := pick(Payout.objects.order_by("pk"), who):
            verbs[verb](payout)

    # The clock ------------------------------------------------------------------------------------
    @rule(wait=st.sampled_from(WAITS))
    def tick(self, wait):
        self.world.later(wait)
        self.double.books.close_overdue()
        troubles = {name: trouble for name, trouble in tick(now()).items() if trouble}
        assert troubles == {}
