"""The operator's pages of old codes and of GS1 prefixes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import ProducerFactory, ProductFactory, UserFactory
from tests.marketplace.cms import in_group
from traceability.models import CodeAlias, CompanyPrefix

pytestmark = pytest.mark.django_db
CODES, PREFIXES = "/quan-tri/ma-cu/", "/quan-tri/ma-gs1/"


@pytest.fixture
def operator(client):
    person = in_group("operator")
    client.force_login(person)
    return person


def send(client, *rows, **facts):
    content = "\n".join(["mã cũ,sản phẩm", *rows]).encode()
    return client.post(CODES, {"file": SimpleUploadedFile("ma.csv", content)} | facts)


def test_a_list_is_tried_then_kept_and_found_again(client, operator):
    product = ProductFactory()

    tried = send(client, f"CT-17,{product.pk}", "CT-18,0").content.decode()
    assert "2 dòng: 1 mã mới, 0 đã có, 1 dòng không dùng được" in tried
    assert "Dòng 3, cột “sản phẩm”" in tried
    assert not CodeAlias.objects.exists()

    assert send(client, f"CT-17,{product.pk}", keep="1")["Location"] == CODES
    shown = client.get(CODES, {"q": "ct-1"}).content.decode()
    assert 'href="/T/CT17"' in shown
    assert product.title in shown
    assert CodeAlias.objects.get().created_by == operator


def test_what_is_no_list_is_refused_on_the_form(client, operator):
    answer = client.post(CODES, {"file": SimpleUploadedFile("anh.png", b"x")})

    assert answer.status_code == 422
    assert "Chỉ nhận tệp" in answer.content.decode()


def test_a_prefix_is_kept_once_and_taken_back(client, operator):
    maker = ProducerFactory()
    facts = {"producer": maker.pk, "prefix": "893 850 000", "evidence": "GS1VN 1/2026"}

    assert client.post(PREFIXES, facts).status_code == 302
    kept = CompanyPrefix.objects.get()
    assert (kept.prefix, kept.verified_by) == ("893850000", operator)
    again = client.post(PREFIXES, facts | {"producer": ProducerFactory().pk, "prefix": "8938500001"})
    assert "trùng với một mã đã ghi" in again.content.decode()

    client.post(f"{PREFIXES}{kept.pk}/bo/")

    kept.refresh_from_db()
    assert kept.withdrawn_by == operator
    assert client.post(f"{PREFIXES}{kept.pk}/bo/").status_code == 404


@pytest.mark.parametrize(("prefix", "said"), [("12345", "6 đến 12"), ("2012345", "nội bộ"), ("89x850", "6 đến 12")])
def test_a_prefix_nobody_holds_is_refused(client, operator, prefix, said):
    answer = client.post(PREFIXES, {"producer": ProducerFactory().pk, "prefix": prefix, "evidence": "x"})

    assert answer.status_code == 422
    assert said in answer.content.decode()


@pytest.mark.parametrize("page", [CODES, PREFIXES])
def test_only_operators_get_there(client, page):
    client.force_login(UserFactory())

    assert client.get(page).status_code in (302, 403, 404)
