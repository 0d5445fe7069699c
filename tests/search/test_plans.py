"""How PostgreSQL answers: what a page asks must not grow with the catalogue."""

import pytest
from django.db import connection
from django.utils.timezone import localdate

from catalogue import remembered
from catalogue.has_row import HasRow
from catalogue.models import Product
from search.cards import facts_of
from search.queries import rows_of_cards
from tests.bench import goods

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
GATHERED = "hashed SubPlan"  # all certificates in force, looked up once each


@pytest.fixture
def many():
    """Keys of a page of cards among 3,000 products."""
    goods.add_products(goods.makers(), 3000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    remembered._compiled.cache_clear()
    yield list(Product.objects.order_by("pk").values_list("pk", flat=True)[:24])
    remembered._compiled.cache_clear()


@pytest.fixture
def planned_as_it_likes():
    """PostgreSQL weighs for itself whether to plan a prepared statement anew."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = auto")


def plan_of(keys):
    return rows_of_cards(keys, localdate(), "vi").explain()


def test_the_cards_of_a_page_do_not_gather_all_certificates(many):
    assert GATHERED not in plan_of(many)


def test_a_plain_exists_would_gather_them(many, monkeypatch):
    monkeypatch.delattr(HasRow, "as_postgresql")

    assert GATHERED in plan_of(many)


def plans_made():
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(custom_plans), 0) FROM pg_prepared_statements")
        return cursor.fetchone()[0]


def times_planned(keys):
    before = plans_made()
    for _ in range(12):
        facts_of(keys, localdate())
    return plans_made() - before


def test_the_cards_of_a_page_are_planned_once_per_connection(many):
    assert times_planned(many) == 0


@pytest.mark.usefixtures("planned_as_it_likes")
def test_left_to_itself_postgresql_would_plan_them_each_time(many):
    assert times_planned(many) > 12
