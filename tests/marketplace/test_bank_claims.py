"""Transfers that name no order: one person says whose they are, a second confirms it, and both are kept."""

import pytest
from django.db import DatabaseError, transaction

from marketplace.ledger.models import JournalEntry
from marketplace.ledger.services import account as side
from marketplace.ledger.services import book
from marketplace.payment import bank, claims
from marketplace.payment.models import Attempt, BankMatch, BankTransaction, MoneyAct
from tests.factories import UserFactory
from tests.marketplace.banking import account as account
from tests.marketplace.banking import memo_of, receive, transfer_order
from tests.marketplace.buying import order_of
from tests.marketplace.cms import in_group
from tests.marketplace.money import balance, ledger_sum, state

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("account")]


@pytest.fixture
def order():
    return transfer_order()


@pytest.mark.parametrize("model", [BankTransaction, BankMatch, MoneyAct])
@pytest.mark.parametrize("act", ["update", "delete"])
def test_what_the_bank_told_and_who_did_what_can_only_be_added(order, model, act):
    receive(memo_of(order), order.total)
    MoneyAct.objects.create(kind="x", by=UserFactory(), note="x")
    rows = model.objects.all()

    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(id=99) if act == "update" else rows._raw_delete(rows.db)


def test_a_transfer_without_memo_counts_after_a_second_person_confirmed_it(order):
    one, two, kept = UserFactory(), UserFactory(), receive("mua hang", order.total)
    made = claims.claim(kept, kind="assign", order=order, by=one, note="khách gọi báo")
    before = state(order)

    with pytest.raises(claims.SamePerson):
        claims.confirm(made, by=one)
    claims.confirm(made, by=two)

    assert (before, state(order)) == ("awaiting_payment", "paid")
    assert list(MoneyAct.objects.order_by("pk").values_list("kind", "by")) == [("claim", one.pk), ("confirmed", two.pk)]
    assert not BankTransaction.objects.unmatched().exists()


def test_the_database_itself_wants_a_second_person(order):
    made = claims.claim(receive("x", 5_000), kind="other", by=UserFactory(), note="x")

    with pytest.raises(DatabaseError), transaction.atomic():
        type(made).objects.filter(pk=made.pk).update(state="confirmed", decided_by=made.by)


def test_a_claim_that_was_withdrawn_leaves_the_transfer_to_be_claimed_again(order):
    one, kept = UserFactory(), receive("x", order.total)
    claims.withdraw(claims.claim(kept, kind="return", by=one, note="x", reference="FT1"), by=one)

    again = claims.claim(kept, kind="assign", order=order, by=one, note="x")
    with pytest.raises(claims.AlreadyDecided):
        claims.claim(kept, kind="other", by=one, note="x")
    claims.confirm(again, by=UserFactory())

    assert state(order) == "paid"


def test_a_transfer_that_went_back_to_its_sender_counts_for_nothing_later(order):
    kept = receive("x", order.total)
    claims.confirm(claims.claim(kept, kind="return", by=UserFactory(), note="x", reference="FT1"), by=UserFactory())

    assert bank.count(kept, Attempt.objects.select_related("order").get()) is None
    assert state(order) == "awaiting_payment"


def test_a_transfer_that_counts_already_cannot_be_claimed(order):
    kept = receive(memo_of(order), order.total)

    with pytest.raises(claims.AlreadyDecided):
        claims.claim(kept, kind="other", by=UserFactory(), note="x")


def test_an_order_on_delivery_is_assigned_no_transfer():
    with pytest.raises(claims.NotByTransfer):
        claims.claim(receive("x", 5), kind="assign", order=order_of(), by=UserFactory(), note="x")


# The books know money that nobody knows


def waits():
    """What nobody knows: by the bank's word, and by our books."""
    return BankTransaction.objects.unmatched().total(), -balance("suspense")


def test_a_transfer_that_nobody_knows_stands_in_our_books_once(order):
    receive("mua hang", 70_000)
    bank.match_waiting()

    assert waits() == (70_000, 70_000)
    assert balance("bank") == 70_000


def test_a_transfer_with_its_memo_never_stands_there(order):
    receive(memo_of(order), order.total)

    assert waits() == (0, 0)
    assert not JournalEntry.objects.filter(kind__in=("unknown", "known")).exists()


@pytest.mark.parametrize(("kind", "in_bank"), [("assign", True), ("return", False), ("other", False)])
def test_it_leaves_when_two_people_have_said_what_it_is_and_not_before(order, kind, in_bank):
    kept = receive("x", order.total)
    made = claims.claim(kept, kind=kind, by=UserFactory(), note="x", reference="FT1", order=order)
    before = waits()

    claims.confirm(made, by=UserFactory())
    bank.match_waiting()

    assert (before, waits()) == ((order.total, order.total), (0, 0))
    assert balance("bank") == (order.total if in_bank else 0)
    assert ledger_sum() == 0


def test_transfers_from_before_the_books_knew_them_are_taken_in(order):
    kept = receive("x", 50_000)
    old = BankTransaction.objects.create(
        provider="csv", external_id="cu", account=kept.account, amount=20_000, booked_at=kept.booked_at
    )

    bank.match_waiting()

    assert JournalEntry.objects.filter(key=f"unknown:{old.pk}").exists()
    assert waits() == (70_000, 70_000)


def test_the_reconciliation_page_says_whether_both_agree(order, client):
    client.force_login(in_group("operator"))
    receive("x", 50_000)

    agree = client.get("/quan-tri/hang-doi/doi-soat/").content.decode()
    book("lech", kind="unknown", sides={side("bank"): 1_000, side("suspense"): -1_000})
    differ = client.get("/quan-tri/hang-doi/doi-soat/").content.decode()

    assert "Hai bên khớp." in agree
    assert "Hai bên khác nhau." in differ
