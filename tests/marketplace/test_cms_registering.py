"""Registering and revoking at the desk: who may, what is asked, what follows."""

from datetime import timedelta

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from catalogue.models import Product
from tests.factories import PlaceFactory, ProducerFactory, ProductFactory
from tests.marketplace.cms import REVOCATION, certificate_of, desk, product_of

ONE_DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def typed(product, today, **changes) -> dict:
    """What an officer types to register a certificate."""
    facts = {
        "product": product.pk,
        "stars": 4,
        "decision_number": "77/QĐ-UBND",
        "decision_date": today.isoformat(),
        "issued_on": today.isoformat(),
        "issuer_as_printed": "Ủy ban nhân dân tỉnh Kiểm Thử",
        "product_name_as_printed": product.title,
        "producer_as_printed": product.owner.name,
    }
    return facts | changes


# Registering


def test_an_officer_registers_a_certificate_and_the_product_may_be_sold(client, officer, province, today):
    product = product_of(province, register_note="uncertified")
    client.force_login(officer)

    answer = client.post(desk("add"), typed(product, today))

    made = product.certificates.get()
    assert answer.url == desk("inspect", made.pk)
    assert (made.stars, made.decision_number, made.events.get().actor) == (4, "77/QĐ-UBND", officer)
    product.refresh_from_db()
    assert product.register_note == ""
    assert Product.objects.sellable(today).contains(product)


@pytest.mark.parametrize(
    ("level", "stars", "allowed"), [("province", 5, False), ("ministry", 5, True), ("ministry", 4, False)]
)
def test_each_office_registers_only_its_own_stars(client, officer, ministry, province, today, level, stars, allowed):
    product = product_of(province)
    client.force_login(officer if level == "province" else ministry)

    client.post(desk("add"), typed(product, today, stars=stars))

    assert product.certificates.exists() is allowed


def test_an_officer_cannot_register_for_a_product_of_another_province(client, officer, today):
    foreign = product_of(PlaceFactory())
    client.force_login(officer)

    answer = client.post(desk("add"), typed(foreign, today))

    assert answer.status_code == 200
    assert not foreign.certificates.exists()


@pytest.mark.parametrize("wrong", ["issued_on", "decision_date"])
def test_a_day_to_come_is_refused_with_its_reason(client, officer, province, today, wrong):
    product = product_of(province)
    client.force_login(officer)

    answer = client.post(desk("add"), typed(product, today, **{wrong: (today + ONE_DAY).isoformat()}))

    assert "Ngày này chưa đến." in answer.content.decode()
    assert not product.certificates.exists()


def test_a_second_certificate_needs_the_word_that_it_replaces_the_first(client, officer, province, today):
    held = certificate_of(province, stars=3)
    client.force_login(officer)

    refused = client.post(desk("add"), typed(held.product, today))
    assert held.public_id in refused.content.decode()
    client.post(desk("add"), typed(held.product, today, replaces="on"))

    held.refresh_from_db()
    assert (held.state, held.superseded_by.stars) == ("superseded", 4)


def test_a_province_cannot_replace_a_five_star_certificate(client, officer, province, today):
    held = certificate_of(province, stars=5)
    client.force_login(officer)

    client.post(desk("add"), typed(held.product, today, replaces="on"))

    held.refresh_from_db()
    assert held.state == "issued"


# Revoking


def test_revoking_shows_first_what_it_stops_and_then_stops_it(client, officer, province, today):
    product = ProductFactory(owner=ProducerFactory(province=province))
    held = product.certificates.get()
    client.force_login(officer)

    before = client.get(desk("revoke", held.pk)).content.decode()
    after = client.post(desk("revoke", held.pk), REVOCATION | {"on": today.isoformat()}, follow=True).content.decode()

    assert "đang mua được" in before
    assert "Vi phạm quy định về chất lượng" in before
    assert "không mua được, không có biển sao" in after
    assert not Product.objects.purchasable(today).contains(product)
    public = client.get(product.get_absolute_url()).content.decode()
    assert 'class="star-plate' not in public.split("related")[0]


@pytest.mark.parametrize("missing", ["ground", "decision_number", "on"])
def test_a_revocation_names_its_ground_its_decision_and_its_day(client, officer, province, today, missing):
    held = certificate_of(province)
    client.force_login(officer)

    client.post(desk("revoke", held.pk), REVOCATION | {"on": today.isoformat()} | {missing: ""})

    held.refresh_from_db()
    assert held.state == "issued"


@pytest.mark.parametrize(
    ("stars", "by", "allowed"), [(5, "officer", False), (5, "ministry", True), (4, "ministry", False)]
)
def test_each_office_revokes_only_its_own_stars(client, officer, ministry, province, today, stars, by, allowed):
    held = certificate_of(province, stars=stars)
    client.force_login(officer if by == "officer" else ministry)

    answer = client.post(desk("revoke", held.pk), REVOCATION | {"on": today.isoformat()})

    held.refresh_from_db()
    assert (held.state == "revoked") is allowed
    assert answer.url == (desk("inspect", held.pk) if allowed else reverse("wagtailadmin_home"))


def test_a_province_officer_reads_a_five_star_certificate_without_a_way_to_revoke_it(client, officer, province):
    held = certificate_of(province, stars=5)
    client.force_login(officer)

    page = client.get(desk("inspect", held.pk)).content.decode()

    assert held.public_id in page
    assert desk("revoke", held.pk) not in page


def test_a_button_pressed_twice_revokes_once_and_says_so(client, officer, province, today):
    held = certificate_of(province)
    client.force_login(officer)
    sent = REVOCATION | {"on": today.isoformat()}

    client.post(desk("revoke", held.pk), sent)
    second = client.post(desk("revoke", held.pk), sent, follow=True)

    assert second.status_code == 200
    assert "không làm được việc này nữa" in second.content.decode()
    assert held.events.filter(kind="revoked").count() == 1


def test_the_log_of_wagtail_mirrors_the_act_and_its_actor(
    client, officer, province, today, django_capture_on_commit_callbacks
):
    held = certificate_of(province)
    client.force_login(officer)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(desk("revoke", held.pk), REVOCATION | {"on": today.isoformat()})

    entry = ModelLogEntry.objects.get(action="ocop.revoked")
    assert (entry.object_id, entry.user, entry.data["decision"]) == (str(held.pk), officer, "88/QĐ-UBND")
