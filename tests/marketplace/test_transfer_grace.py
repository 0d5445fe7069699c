"""How long goods wait for a transfer: the bank tells late, and a statement needs people to place it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import now

from marketplace.order.deadlines import transfers_over
from marketplace.payment import services
from marketplace.payment.acts import note_act
from tests.factories import UserFactory
from tests.marketplace.banking import account as account
from tests.marketplace.banking import transfer_order
from tests.marketplace.money import state

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("read_ago", "hears", "over_ago"),
    [
        (None, True, 2),  # the bank tells us itself
        (1, True, 26),  # a statement was read just now: people are placing it
        (2, True, 2),
        (10, True, 2),
        (None, False, 26),  # no statement at all: a day, and not longer
        (1, False, 26),
        (2, False, 2),
        (5, False, 5),  # only what had ended when it was read
        (100, False, 26),
    ],
)
def test_a_hold_waits_two_hours_and_for_the_statement_and_a_day_at_most(read_ago, hears, over_ago):
    read = AT - read_ago * HOUR if read_ago is not None else None

    assert AT - transfers_over(AT, statement_read=read, hears_at_once=hears) == over_ago * HOUR


@pytest.mark.django_db
@pytest.mark.usefixtures("account")
def test_an_order_ends_two_hours_after_the_last_statement_was_read():
    order = transfer_order(at=now() - timedelta(hours=26, minutes=30))
    note_act("statement", by=UserFactory(), note="sao-ke.csv")

    services.expire_overdue(now())
    waiting = state(order)
    services.expire_overdue(now() + 2 * HOUR)

    assert (waiting, state(order)) == ("awaiting_payment", "expired")
