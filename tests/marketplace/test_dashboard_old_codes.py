"""The operator's pages of old codes and of GS1 prefixes, and who gets to these and to those of laboratories."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import MembershipFactory, ProducerFactory, ProductFactory, UserFactory
from tests.marketplace.cms import addresses, in_group, officer_of_the_ministry
from tests.traceability.factories import LotFactory, active_label
from traceability import codes
from traceability.models import CodeAlias, CompanyPrefix, DeskAct, Laboratory

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
        ({"target": "\0"}, "bắt buộc"),
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


def noting(maker):
    return f"{PREFIXES}ghi/{maker.pk}/"


def test_a_prefix_is_kept_once_and_taken_back(client, operator):
    maker = ProducerFactory()
    facts = {"prefix": "893 850 000", "evidence": "GS1VN 1/2026"}

    assert client.post(noting(maker), facts).status_code == 302
    kept = CompanyPrefix.objects.get()
    assert (kept.producer, kept.prefix, kept.verified_by) == (maker, "893850000", operator)
    again = client.post(noting(ProducerFactory()), facts | {"prefix": "8938500001"})
    assert "trùng với một mã đã ghi" in again.content.decode()

    client.post(f"{PREFIXES}{kept.pk}/bo/")

    kept.refresh_from_db()
    assert kept.withdrawn_by == operator
    assert client.post(f"{PREFIXES}{kept.pk}/bo/").status_code == 404


@pytest.mark.parametrize(("prefix", "said"), [("12345", "6 đến 12"), ("2012345", "nội bộ"), ("89x850", "6 đến 12")])
def test_a_prefix_nobody_holds_is_refused(client, operator, prefix, said):
    answer = client.post(noting(ProducerFactory()), {"prefix": prefix, "evidence": "x"})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert client.post(f"{PREFIXES}ghi/999999/").status_code == 404


@pytest.mark.parametrize("words", ["HTX Đèo Gió", "deo gio", "gió đèo"])
def test_a_producer_is_found_by_words_with_or_without_diacritics_and_so_are_its_prefixes(client, operator, words):
    maker, other = ProducerFactory(name="HTX Đèo Gió"), ProducerFactory(name="HTX Suối Mơ")
    for producer, prefix in [(maker, "893850000"), (other, "893850111")]:
        CompanyPrefix.objects.create(producer=producer, prefix=prefix, evidence="GS1VN")

    shown = client.get(PREFIXES, {"q": words}).content.decode()

    assert noting(maker) in shown
    assert "893850000" in shown
    assert noting(other) not in shown
    assert "893850111" not in shown
    assert "893850111" in client.get(PREFIXES, {"q": "893850111"}).content.decode()
    assert "Không thấy cơ sở nào khớp" in client.get(PREFIXES, {"q": "khong co ai"}).content.decode()


def test_the_page_of_prefixes_lists_no_producer_unasked_and_asks_no_more_for_more_of_them(client, operator):
    def asked(words=""):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(PREFIXES, {"q": words}).content.decode()
        return len(queries), page.count("/ghi/")

    def grown(count):
        for number in range(count):
            maker = ProducerFactory(name=f"HTX Chung Tên {number}")
            CompanyPrefix.objects.create(producer=maker, prefix=f"8931{maker.pk:05}", evidence="GS1VN")

    asked()
    grown(1)
    few = asked(), asked("chung ten")
    grown(40)
    many = asked(), asked("chung ten")

    assert [count for count, _links in few] == [count for count, _links in many]
    assert [links for _count, links in (*few, *many)] == [0, 1, 0, 20]
    assert "1/2" in client.get(PREFIXES).content.decode()


# Who gets there -----------------------------------------------------------------------------------
ROLES = ["operator", "officer", "curator", "producer", "laboratory", "buyer", "nobody"]


def someone(role):
    """A browser of such a person."""
    person = {
        "operator": lambda: in_group("operator"),
        "officer": officer_of_the_ministry,
        "curator": lambda: in_group("curator"),
        "producer": lambda: MembershipFactory().user,
        "laboratory": lambda: Laboratory.objects.create(name="Phòng A").people.add(one := UserFactory()) or one,
        "buyer": UserFactory,
    }
    client = Client()
    if role in person:
        client.force_login(person[role]())
    return client


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("room", [CODES, PREFIXES, "/quan-tri/phong-kiem-nghiem/"])
def test_only_operators_get_to_any_address_of_these_rooms(room, role):
    laboratory, worker, maker = Laboratory.objects.create(name="Phòng B"), UserFactory(), ProducerFactory()
    laboratory.people.add(worker)
    alias = CodeAlias.objects.create(alias="CT17", product=ProductFactory())
    prefix = CompanyPrefix.objects.create(producer=maker, prefix="893850000", evidence="GS1VN")
    keys = [one.pk for one in (laboratory, worker, alias, prefix, maker)]
    client = someone(role)

    answers = {
        (address, send.__name__): send(address, {"reason": "Thử vào", "sure": "1", "email": worker.email})
        for address in addresses(room, keys, {})
        for send in (client.get, client.post)
    }

    assert len(answers) >= 6
    for (address, _verb), answer in answers.items():
        if role == "operator":
            assert answer.status_code in (200, 302, 404, 405, 422), address
        elif role == "nobody":
            assert answer.status_code == 405 or "/login/" in answer.url, address
        else:
            assert answer.status_code in (403, 405), address
    if role != "operator":
        laboratory.refresh_from_db(), alias.refresh_from_db(), prefix.refresh_from_db()
        assert (laboratory.is_active, alias.withdrawn_at, prefix.withdrawn_at) == (True, None, None)
        assert not DeskAct.objects.exists()


@pytest.mark.parametrize("room", [CODES, PREFIXES, "/quan-tri/phong-kiem-nghiem/"])
@pytest.mark.parametrize("asked", [{"q": "\0"}, {"q": "9" * 5000}, {"q": "%s'\"><script>"}, {"p": "x"}, {"page": "-1"}])
def test_nothing_asked_of_these_rooms_fails(client, operator, room, asked):
    assert client.get(room, asked).status_code == 200
