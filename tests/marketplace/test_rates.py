"""Fee and tax rates: added for days to come, never changed once begun, and written onto each line when it is ordered."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from marketplace.ledger.models import Rate
from marketplace.ledger.rates import HasBegun, add_rate, drop_rate
from marketplace.payment.models import MoneyAct
from tests.factories import UserFactory
from tests.marketplace.buying import basket_of, order_of
from tests.marketplace.cms import officer_of
from tests.marketplace.money import product_at

pytestmark = pytest.mark.django_db
PAGE = "/quan-tri/ty-le/"
TODAY = date(2026, 11, 22)
TOMORROW = TODAY + timedelta(days=1)
FACTS = {"of": "fee", "seller": "", "basis_points": 700, "source": "Biểu phí 2027"}


def typed(**changes):
    since = localdate() + timedelta(days=1)
    return {"of": "fee", "seller": "", "since": str(since), "percent": "7.25", "source": "Biểu phí 2027"} | changes


def fee_on(day):
    return Rate.objects.in_force(day, "company").fee


def test_a_rate_holds_from_its_day_on_and_says_so_in_the_journal():
    before = fee_on(TODAY)

    add_rate(**FACTS, since=TOMORROW, today=TODAY, by=UserFactory())

    assert (fee_on(TODAY), fee_on(TOMORROW)) == (before, 700)
    assert MoneyAct.objects.get(kind="rate").note == "Thêm Phí sàn, Mọi chủ thể: 7 % từ 23/11/2026. Biểu phí 2027"


@pytest.mark.parametrize("days", [0, -1, -400])
def test_no_rate_is_added_for_a_day_that_has_begun(days):
    with pytest.raises(HasBegun):
        add_rate(**FACTS, since=TODAY + timedelta(days=days), today=TODAY, by=UserFactory())

    assert not MoneyAct.objects.exists()


@pytest.mark.parametrize(("days", "is_left"), [(-1, False), (0, True)])
def test_only_a_rate_that_has_not_begun_is_taken_back(days, is_left):
    rate = add_rate(**FACTS, since=TOMORROW, today=TODAY, by=UserFactory())

    with suppress(HasBegun):
        drop_rate(rate, today=TOMORROW + timedelta(days=days), by=UserFactory())

    assert Rate.objects.filter(pk=rate.pk).exists() == is_left


def test_a_line_keeps_the_rate_of_the_day_on_which_it_was_ordered():
    line = order_of(basket_of(product_at(kind="company"))).lines.get()
    before = line.fee_rate

    add_rate(**FACTS, since=TOMORROW, today=TODAY, by=UserFactory())
    line.refresh_from_db()

    assert line.fee_rate == before != 700


def test_the_page_adds_a_rate_and_shows_what_holds_and_what_is_to_come(desk):
    answer = desk.post(PAGE, typed(), follow=True)

    page = answer.content.decode()
    assert Rate.objects.get(basis_points=725).since == localdate() + timedelta(days=1)
    assert "7,25 %" in page
    assert page.count("Sẽ áp dụng") == 1
    assert page.count("Đang áp dụng") == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"since": str(localdate())},
        {"since": "2020-01-01"},
        {"since": "hôm qua"},
        {"percent": "51"},
        {"percent": "-1"},
        {"percent": "1.234"},
        {"percent": "NaN"},
        {"percent": "9" * 400},
        {"of": "gift"},
        {"seller": "nobody"},
        {"source": ""},
    ],
)
def test_a_rate_that_cannot_be_is_refused_with_a_sentence(desk, wrong):
    before = Rate.objects.count()

    answer = desk.post(PAGE, typed(**wrong))

    assert (answer.status_code, Rate.objects.count()) == (422, before)
    assert 'role="alert"' in answer.content.decode()


def test_a_second_rate_for_the_same_day_is_refused(desk):
    desk.post(PAGE, typed())

    answer = desk.post(PAGE, typed(percent="9"))

    assert answer.status_code == 422
    assert Rate.objects.filter(since__gt=localdate()).count() == 1


def test_a_rate_that_has_begun_has_no_button_and_no_way_to_drop_it(desk):
    past = Rate.objects.order_by("since").first()

    answer = desk.post(f"{PAGE}{past.pk}/bo/", follow=True)

    assert "không bỏ được" in answer.content.decode()
    assert Rate.objects.filter(pk=past.pk).exists()
    assert "Bỏ tỷ lệ này" not in desk.get(PAGE).content.decode()


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}1/bo/"])
def test_rates_are_the_operators_alone(client, address):
    assert client.post(address).url.startswith("/tai-khoan/login/")
    client.force_login(officer_of(order_of().province))

    assert client.post(address).status_code == 403
