"""The platform's power over a sale: operators' and admins', never an officer's; the certificate is not touched."""

import pytest
from django.urls import reverse

from catalogue.models import Product
from tests.factories import ProductFactory, UserFactory
from tests.marketplace.cms import in_group, officer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def product():
    return ProductFactory(title="Mắm cá linh")


@pytest.fixture
def operator():
    return in_group("operator")


def sale(product) -> str:
    return reverse("sales:product", args=[product.pk])


def test_an_operator_stops_a_sale_and_allows_it_again_each_with_its_record(client, operator, product, today):
    client.force_login(operator)
    sold = []

    client.post(sale(product), {"act": "suspend", "reason": "khiếu nại về an toàn thực phẩm"})
    sold.append(Product.objects.purchasable(today).contains(product))
    page = client.get(sale(product)).content.decode()
    client.post(sale(product), {"act": "resume", "reason": "đã kiểm tra lại"})
    sold.append(Product.objects.purchasable(today).contains(product))

    events = product.sale_events.all()
    assert sold == [False, True]
    assert [(one.kind, one.actor) for one in events] == [("suspended", operator), ("resumed", operator)]
    assert "khiếu nại về an toàn thực phẩm" in page
    assert product.certificates.get().state == "issued"
    assert not product.certificates.get().events.exists()


def test_a_stop_says_why(client, operator, product):
    client.force_login(operator)

    answer = client.post(sale(product), {"act": "suspend", "reason": " "})

    assert answer.status_code == 200
    assert not product.sale_events.exists()


def test_stopping_what_is_stopped_is_said(client, operator, product):
    client.force_login(operator)
    sent = {"act": "suspend", "reason": "thử"}

    client.post(sale(product), sent)
    page = client.post(sale(product), sent).content.decode()

    assert "Vừa có người khác đổi trạng thái bán" in page
    assert product.sale_events.count() == 1


def test_the_list_shows_what_is_stopped_and_finds_without_diacritics(client, operator, product):
    client.force_login(operator)

    empty = client.get(reverse("sales:index")).content.decode()
    found = client.get(reverse("sales:index"), {"q": "mam ca"}).content.decode()

    assert "Không có sản phẩm nào đang bị tạm ngừng bán." in empty
    assert product.title in found


@pytest.mark.parametrize("who", ["officer", "buyer"])
def test_nobody_else_has_that_power(client, product, who):
    user = officer_of(product.province) if who == "officer" else UserFactory()
    client.force_login(user)

    answer = client.post(sale(product), {"act": "suspend", "reason": "thử"})

    assert answer.status_code == 403
    assert not product.sale_events.exists()
