"""The operator's pages of old codes and of GS1 prefixes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import ProducerFactory, ProductFactory, UserFactory
from tests.marketplace.cms import in_group
from tests.traceability.factories import LotFactory, active_label
from traceability import codes
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
    kept = CodeAlias.objects.get()
    assert 'href="/T/CT17"' in shown
    assert f'href="{CODES}{kept.pk}/"' in shown
    assert product.title in shown
    assert kept.created_by == operator


def test_what_is_no_list_is_refused_on_the_form(client, operator):
    answer = client.post(CODES, {"file": SimpleUploadedFile("anh.png", b"x")})

    assert answer.status_code == 422
    assert "Chỉ nhận tệp" in answer.content.decode()


def test_a_code_is_led_elsewhere_once_its_new_target_was_seen(client, operator):
    wrong, lot = ProductFactory(title="Chè nhầm"), LotFactory(number="L-7")
    page = f"{CODES}{CodeAlias.objects.create(alias='CT17', printed='CT-17', product=wrong).pk}/"
    sent = {"target": str(lot.product_id), "lot": "L-7", "reason": "Nhập nhầm dòng"}

    seen = client.post(page, sent).content.decode()
    assert "Sẽ dẫn tới" in seen
    assert f"Lô L-7 · {lot.product.title}" in seen
    assert CodeAlias.objects.get().product == wrong
    assert client.post(page, sent | {"sure": "1"})["Location"] == page

    assert CodeAlias.objects.get().lot == lot
    assert lot.product.title in client.get("/T/CT-17").content.decode()
    told = client.get(page).content.decode()
    assert "Chè nhầm" in told
    assert "Nhập nhầm dòng" in told
    assert operator.email in told


@pytest.mark.parametrize("typed", ["{0}", "{1}", "https://ocop.vn/T/{0}"])
def test_a_label_is_named_by_its_code_in_any_spelling_or_by_its_address(client, operator, typed):
    label = active_label()
    page = f"{CODES}{CodeAlias.objects.create(alias='CT17', product=ProductFactory()).pk}/"

    target = typed.format(label.code, codes.spaced(label.code).lower())
    client.post(page, {"target": target, "reason": "Đúng tem này", "sure": "1"})

    assert CodeAlias.objects.get().label == label


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"target": "999999999"}, "không có sản phẩm này"),
        ({"target": "\0x"}, 'role="alert"'),
        ({"target": "0" * 15 + "1"}, "không có tem nào"),
        ({"target": "{label}", "lot": "1"}, "để trống số lô"),
        ({"target": "{product}", "lot": "khong co"}, "không có lô mang số này"),
        ({"target": "{product}", "reason": ""}, "bắt buộc"),
        ({"target": ""}, "bắt buộc"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_target_that_is_none_is_refused_in_words_and_the_code_stays(client, operator, sent, said):
    product, label = ProductFactory(), active_label()
    alias = CodeAlias.objects.create(alias="CT17", product=product)
    facts = {name: value.format(label=label.code, product=product.pk) for name, value in sent.items()}

    answer = client.post(f"{CODES}{alias.pk}/", {"reason": "Nhập nhầm dòng", "sure": "1"} | facts)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not alias.acts.exists()


def test_a_link_is_withdrawn_for_a_reason_and_linked_again(client, operator):
    product = ProductFactory()
    page = f"{CODES}{CodeAlias.objects.create(alias='CT17', printed='CT-17', product=product).pk}/"
    away = f"{page}thu-hoi/"

    assert product.title in client.get(away).content.decode()
    assert client.post(away, {"reason": ""}).status_code == 422
    assert client.post(away, {"reason": "Tem kia đã hủy"})["Location"] == page
    client.post(away, {"reason": "Bấm lần nữa"})
    assert "Liên kết đã bị thu hồi" in client.get("/T/CT-17").content.decode()
    assert "Nối lại" in client.get(page).content.decode()
    assert "Liên kết đã bị thu hồi" in client.get(CODES).content.decode()
    client.post(page, {"target": str(product.pk), "reason": "Tem kia dùng lại", "sure": "1"})

    assert product.title in client.get("/T/CT-17").content.decode()
    assert [act.kind for act in CodeAlias.objects.get().acts.all()] == ["withdrew", "led"]


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
