"""The test databases themselves: rows made by migrations outlive tests with real transactions."""

import pytest
from wagtail.models import Collection, Locale, Page

from tests.factories import ProducerFactory


def migrated_rows():
    return Page.objects.count(), Collection.objects.count(), Locale.objects.count()


@pytest.mark.django_db
def test_migrations_leave_the_roots_that_wagtail_needs():
    assert all(migrated_rows())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_transactional_test_finds_the_roots_and_no_rows_of_the_one_before(turn):
    assert all(migrated_rows())
    assert not ProducerFactory._meta.model.objects.exists()

    ProducerFactory()
