"""Price and stock: whole đồng, bounds, no order overwritten, undone within ten seconds."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from marketplace.partner.models import StockRecord
from marketplace.producers import figures
from marketplace.producers.services import ChangedMeanwhile, Offer, change_offer
from tests.factories import BareProductFactory, ProducerFactory, ProductFactory
from tests.marketplace.workspaces import member_of, parcel_of

TABLE, UNDO = reverse("workspace:stock"), reverse("workspace:stock-undo")


def row(product, **typed):
    shown = {"price": "120000", "stock": "20", "seen_price": "120000", "seen_stock": "20"}
    return {f"{product.pk}-{key}": value for key, value in (shown | typed).items()}


def offer_in_database(product):
    record = StockRecord.objects.get(product=product)
    return (None if record.price is None else int(record.price), record.num_in_stock)


@pytest.mark.parametrize(
    "typed", ["85000", "85.000", "85,000", "85 000", "85.000 đ", "85.000₫", "85000 đồng", " 85000 "]
)
def test_a_price_is_read_as_people_write_it(typed):
    assert figures.read_whole(typed) == 85_000


@pytest.mark.parametrize("typed", ["", "abc", "85,5", "1.5", "-3", "1e5", "85.00", "٣٤", "12.345,678", "9" * 13])
def test_what_is_no_whole_number_is_refused(typed):
    with pytest.raises(figures.NotAFigure):
        figures.read_whole(typed)


@given(st.integers(0, 10**9))
def test_a_grouped_number_reads_as_itself(number):
    assert figures.read_whole(f"{number:,}") == figures.read_whole(f"{number:,}".replace(",", ".")) == number


@pytest.mark.django_db
def test_a_changed_row_is_saved_and_the_others_stay():
    one = ProductFactory()
    two = ProductFactory(owner=one.owner)

    answer = member_of(one.owner).post(TABLE, row(one, price="85.000", stock="7") | row(two))

    assert answer.status_code == 302
    assert offer_in_database(one) == (85_000, 7)
    assert offer_in_database(two) == (120_000, 20)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        {"price": "85,5"},
        {"price": "999"},
        {"price": "100.000.001"},
        {"price": "-5"},
        {"price": "miễn phí"},
        {"stock": "-1"},
        {"stock": "1.5"},
        {"stock": "100001"},
        {"stock": "nhiều"},
        {"seen_stock": ""},
        {"seen_stock": "x"},
        {"price": "9" * 30},
    ],
)
def test_a_wrong_figure_is_explained_and_nothing_is_saved(typed):
    product = ProductFactory()

    answer = member_of(product.owner).post(TABLE, row(product, **typed))

    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()
    assert offer_in_database(product) == (120_000, 20)


@pytest.mark.django_db
def test_stock_never_falls_below_what_orders_hold():
    product = ProductFactory()
    parcel_of(product.owner, product=product, quantity=3)
    client = member_of(product.owner)

    assert client.post(TABLE, row(product, stock="2")).status_code == 422
    assert client.post(TABLE, row(product, stock="3")).status_code == 302

    assert offer_in_database(product) == (120_000, 3)


@pytest.mark.django_db
def test_a_change_that_somebody_else_made_meanwhile_is_not_overwritten():
    product = ProductFactory()
    client = member_of(product.owner)
    StockRecord.objects.filter(product=product).update(num_in_stock=18)

    answer = client.post(TABLE, row(product, stock="25"))

    assert answer.status_code == 409
    assert "tồn kho nay là 18" in answer.content.decode()
    assert f'name="{product.pk}-seen_stock" value="18"' in answer.content.decode()
    assert offer_in_database(product) == (120_000, 18)


@pytest.mark.django_db
def test_an_empty_price_takes_the_product_off_the_shelf(today):
    product = ProductFactory()

    member_of(product.owner).post(TABLE, row(product, price=""))

    assert offer_in_database(product) == (None, 20)
    assert not type(product).objects.get(pk=product.pk).is_purchasable(today)


@pytest.mark.django_db
def test_a_product_without_a_stock_record_gets_its_first_price():
    product = BareProductFactory()
    form = row(product, price="50000", stock="4", seen_price="", seen_stock="0")

    assert member_of(product.owner).post(TABLE, form).status_code == 302

    assert offer_in_database(product) == (50_000, 4)
    assert product.stockrecords.get().partner.producer == product.owner


@pytest.mark.django_db
def test_a_saved_change_can_be_undone_at_once():
    product = ProductFactory()
    client = member_of(product.owner)
    client.post(TABLE, row(product, price="85000", stock="7"))
    assert UNDO in client.get(TABLE).content.decode()

    client.post(UNDO)

    assert offer_in_database(product) == (120_000, 20)
    assert UNDO not in client.get(TABLE).content.decode()


@pytest.mark.django_db
def test_after_ten_seconds_nothing_is_undone(time_machine):
    product = ProductFactory()
    time_machine.move_to("2026-11-21 10:00:00+07:00", tick=False)
    client = member_of(product.owner)
    client.post(TABLE, row(product, stock="7"))

    time_machine.shift(16)
    assert UNDO not in client.get(TABLE).content.decode()
    answer = client.post(UNDO, follow=True)

    assert "Đã quá 10 giây" in answer.content.decode()
    assert offer_in_database(product) == (120_000, 7)


@pytest.mark.django_db
def test_an_undo_does_not_take_back_what_a_buyer_took_meanwhile():
    product = ProductFactory(stocked__num_in_stock=2)
    client = member_of(product.owner)
    client.post(TABLE, row(product, stock="7", seen_stock="2"))
    StockRecord.objects.filter(product=product).update(num_allocated=5)

    client.post(UNDO)

    assert offer_in_database(product) == (120_000, 7)


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "shown"), [("", "120.000"), ("/en", "120,000")])
def test_a_table_sent_back_as_it_was_shown_changes_nothing(language, shown):
    product = ProductFactory()
    client = member_of(product.owner)
    assert f'value="{shown}"' in client.get(language + TABLE).content.decode()

    assert client.post(language + TABLE, row(product, price=shown)).status_code == 302

    assert offer_in_database(product) == (120_000, 20)


@pytest.mark.django_db
def test_the_service_refuses_what_was_not_seen():
    product = ProductFactory()

    with pytest.raises(ChangedMeanwhile) as refusal:
        change_offer(product, seen=Offer(1_000, 20), new=Offer(2_000, 20))

    assert refusal.value.current == Offer(120_000, 20)


@pytest.mark.django_db
def test_the_table_asks_as_many_queries_for_twenty_products_as_for_two(django_assert_max_num_queries):
    producer = ProducerFactory()
    for _ in range(20):
        ProductFactory(owner=producer)
    client = member_of(producer)

    with django_assert_max_num_queries(10):
        assert client.get(TABLE).status_code == 200
