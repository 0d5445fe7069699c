"""No list outlives a decision: the shelf follows each committed change, however it was written."""

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.timezone import now

from catalogue.models import Certificate, Producer, Product
from marketplace.partner.models import StockRecord
from search import live, triggers
from search.models import CatalogueChange
from tests.factories import ONE_DAY, CertificateFactory, ProductFactory

pytestmark = pytest.mark.django_db(transaction=True)


def keys_on(day):
    with live.shelf_on(day) as shelf:
        return shelf.page(shelf.select({}), "newest", 0, 99)


@pytest.mark.parametrize(
    "end",
    [
        lambda product: Certificate.objects.filter(product=product).update(state="revoked", revoked_on=now().date()),
        lambda product: Product.objects.filter(pk=product.pk).update(sale_suspended_at=now()),
        lambda product: Product.objects.filter(pk=product.pk).update(is_public=False),
        lambda product: Producer.objects.filter(pk=product.owner_id).update(is_active=False),
        lambda product: Producer.objects.filter(pk=product.owner_id).update(verified_at=None),
    ],
    ids=["revoked", "suspended", "hidden", "producer inactive", "producer unverified"],
)
def test_what_ends_a_sale_is_seen_on_the_next_request(client, today, end):
    product, other = ProductFactory(title="Kẹo sẽ hết"), ProductFactory(title="Kẹo còn lại")
    assert "Kẹo sẽ hết" in client.get(reverse("catalogue:index")).content.decode()

    end(product)

    shown = client.get(reverse("catalogue:index")).content.decode()
    assert "Kẹo sẽ hết" not in shown
    assert "Kẹo còn lại" in shown
    assert keys_on(today) == [other.pk]


def test_a_new_star_is_seen_on_the_next_request(client):
    product = ProductFactory(certified__stars=3)
    page = reverse("catalogue:index")
    client.get(page)

    Certificate.objects.filter(product=product).update(state="superseded")
    CertificateFactory(product=product, stars=5)

    assert "star-plate__flowers--5" in client.get(page).content.decode()
    assert product.slug in client.get(f"{page}?star=5").content.decode()


def test_a_sold_out_product_says_so_on_the_next_request(client):
    product = ProductFactory(stocked__num_in_stock=1)
    page = reverse("catalogue:index")
    client.get(page)

    StockRecord.objects.filter(product=product).update(num_allocated=1)

    assert "Tạm hết hàng" in client.get(page).content.decode()


def test_the_day_after_the_last_one_the_shelf_is_another(today):
    product = ProductFactory(certified__valid_until=today)

    assert keys_on(today) == [product.pk]
    assert keys_on(today + ONE_DAY) == []


def test_a_change_of_price_is_news_and_a_sale_is_not(today):
    product = ProductFactory()
    known = CatalogueChange.objects.count()

    StockRecord.objects.filter(product=product).update(num_allocated=1)
    assert CatalogueChange.objects.count() == known

    StockRecord.objects.filter(product=product).update(price=99_000)
    assert CatalogueChange.objects.count() == known + 1


def test_reading_a_list_writes_nothing(client, django_assert_max_num_queries):
    ProductFactory()
    with django_assert_max_num_queries(12) as asked:
        client.get(reverse("catalogue:index"))

    assert not [query for query in asked.captured_queries if not query["sql"].startswith(("SELECT", "WITH"))]


def test_every_trigger_stands_after_migrating():
    with connection.cursor() as cursor:
        table, column = ("sqlite_master", "name") if connection.vendor == "sqlite" else ("pg_trigger", "tgname")
        cursor.execute(f"SELECT {column} FROM {table}")
        standing = {name for (name,) in cursor.fetchall()}

    for watched, _ in triggers.WATCHED:
        update = triggers.RENAMED.get((watched, "UPDATE"), f"search_{watched}_update")
        assert {f"search_{watched}_insert", update} <= standing
    assert not {name for name, _table in triggers.GONE} & standing
