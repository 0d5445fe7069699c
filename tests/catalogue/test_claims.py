"""Quality certificates and protected names count between two days, both included; facts are asked by group."""

from datetime import timedelta

import pytest

from catalogue import ocop, product_facts
from catalogue.models import IpAsset, QualityCertificate
from tests.factories import ProducerFactory

ONE_DAY = timedelta(days=1)


def quality(product=None, **facts):
    given = {"scheme": "haccp", "issuer": "Tổ chức chứng nhận mẫu", "number": "HC-1", **facts}
    held = QualityCertificate.objects.create(producer=product.owner if product else ProducerFactory(), **given)
    held.products.set([product] if product else [])
    return held


def protected(*products, **facts):
    given = {"kind": "gi", "name": "Kẹo mẫu", "number": "00001", "holder": "Hội mẫu", **facts}
    asset = IpAsset.objects.create(**given)
    asset.products.set(products)
    return asset


@pytest.mark.django_db
@pytest.mark.parametrize("edge", ["first", "last"])
@pytest.mark.parametrize("shift", [-ONE_DAY, 0 * ONE_DAY, ONE_DAY])
def test_the_query_and_the_object_agree_on_what_counts(today, edge, shift):
    days = {"first": today - 30 * ONE_DAY, "last": today + 30 * ONE_DAY}
    held = quality(issued_on=days["first"], valid_until=days["last"])
    asset = protected(registered_on=days["first"], valid_until=days["last"])
    day = days[edge] + shift
    counts = days["first"] <= day <= days["last"]

    assert held.is_valid_on(day) == QualityCertificate.objects.valid_on(day).contains(held) == counts
    assert asset.is_valid_on(day) == IpAsset.objects.valid_on(day).contains(asset) == counts


@pytest.mark.django_db
def test_a_name_without_days_counts_always(today):
    asset = protected()

    assert asset.is_valid_on(today) and IpAsset.objects.valid_on(today).contains(asset)


@pytest.mark.parametrize("criteria_set", ocop.CRITERIA_SETS)
def test_every_fact_asked_for_is_a_column_with_a_name(criteria_set):
    asked = product_facts.asked_of(criteria_set)

    assert set(asked) <= set(product_facts.COLUMNS)
    assert all(product_facts.label_of(column, criteria_set) for column in asked)


@pytest.mark.parametrize("group", ["I", "II", "III"])
def test_whatever_is_eaten_or_drunk_is_asked_for_allergens_and_storage(group):
    for criteria_set in ocop.sets_of(group):
        assert {"ingredients", "allergens", "storage", "shelf_life_days"} <= set(product_facts.asked_of(criteria_set))


def test_a_mat_has_a_material_and_no_shelf_life():
    assert "shelf_life_days" not in product_facts.asked_of("QD26-21")
    assert product_facts.label_of("ingredients", "QD26-21") == "Chất liệu"


@pytest.mark.parametrize(
    ("given", "measures"),
    [({"net_weight_g": 500}, []), ({"net_volume_ml": 330}, []), ({}, ["net_volume_ml", "net_weight_g"])],
)
def test_weight_and_volume_stand_for_one_another(given, measures):
    missing = product_facts.missing_in(given, "QD26-17")

    assert [column for column in missing if column.startswith("net_")] == measures
