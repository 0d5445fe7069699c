"""The list of the register: found by any word, filtered by what is true today, the same few queries at any length."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.models import Certificate
from catalogue.services import issue_certificate, revoke_certificate, upgrade_certificate
from search import entries
from tests.factories import BareProductFactory, CertificateFactory, PlaceFactory, ProducerFactory, ProductFactory

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)
REGISTER = "/chung-nhan/"


def titles(client, query=""):
    """Names of the entries that the list shows, in order."""
    answer = client.get(REGISTER + query)
    assert answer.status_code == 200
    return [entry["product"].title for entry in answer.context["entries"]]


@pytest.mark.parametrize(
    "asked", ["keo dua", "KẸO DỪA", "dừa kẹo", "kẹo dừa bến tre", "ben+tre", "Vĩnh Long", "htx sen"]
)
def test_an_entry_is_found_by_its_words_with_and_without_marks_by_maker_and_by_place_then_and_now(client, asked):
    home = PlaceFactory(name="Tỉnh Vĩnh Long")
    maker = ProducerFactory(name="HTX Sen Hồng", province=home)
    ProductFactory(title="Kẹo dừa sáp", owner=maker, origin_as_printed="xã An Hiệp, tỉnh Bến Tre")
    ProductFactory(title="Trà xanh")

    assert titles(client, f"?q={asked}") == ["Kẹo dừa sáp"]


def test_marks_that_were_typed_count(client):
    ProductFactory(title="Mứt dứa"), ProductFactory(title="Mứt dừa")

    assert titles(client, "?q=dứa") == ["Mứt dứa"]
    assert titles(client, "?q=dua") == ["Mứt dừa", "Mứt dứa"]


def test_a_former_certificate_leads_to_its_entry_and_stands_there(client, today):
    old = CertificateFactory(public_id="CN-CU", stars=3)
    upgrade_certificate(old, stars=4, issued_on=today, decision_number="11/QĐ-UBND")

    html = client.get(f"{REGISTER}?q=CN-CU").content.decode()

    assert old.get_absolute_url() in html and "star-plate__flowers--4" in html


def in_each_state(today):
    """One product in each state that a certificate can bring; their names by state."""
    product = ProductFactory(title="revoked", certified=False)
    revoke_certificate(
        issue_certificate(product, stars=3, issued_on=today - ONE_DAY), ground="c", decision_number="1", on=today
    )
    CertificateFactory(product__title="expired", valid_until=today - ONE_DAY)
    CertificateFactory(product__title="expiring", valid_until=today)
    CertificateFactory(product__title="in_force")
    BareProductFactory(title="unverified", register_note="unverified")
    BareProductFactory(title="none")


@pytest.mark.parametrize("state", ["revoked", "expired", "expiring", "in_force", "unverified", "none"])
def test_the_list_is_narrowed_to_a_state_of_today(client, today, state):
    in_each_state(today)

    assert titles(client, f"?state={state}") == [state]


def test_each_state_is_counted(client, today):
    in_each_state(today)
    CertificateFactory()

    counted = {option.label: option.count for option in client.get(REGISTER).context["states"]}

    assert counted == {
        "Còn hiệu lực": 2,
        "Sắp hết hạn": 1,
        "Đã hết hạn": 1,
        "Đã thu hồi": 1,
        "Hạng sao chưa kiểm chứng": 1,
        "Chưa có chứng nhận": 1,
    }


def test_the_list_is_narrowed_by_star_group_and_province_together(client):
    here = ProducerFactory()
    ProductFactory(title="Đúng", owner=here, criteria_set="QD26-04", certified__stars=5)
    ProductFactory(title="Khác sao", owner=here, criteria_set="QD26-04", certified__stars=4)
    ProductFactory(title="Khác nhóm", owner=here, criteria_set="QD26-21", certified__stars=5)
    ProductFactory(title="Khác tỉnh", criteria_set="QD26-04", certified__stars=5)

    assert titles(client, f"?star=5&group=thuc-pham&province={here.province.slug}") == ["Đúng"]


@pytest.mark.parametrize(
    ("sort", "order"), [("name", "ÁB"), ("newest", "BÁ"), ("ending", "ÁB"), ("stars", "BÁ"), ("khác", "ÁB")]
)
def test_the_order_is_chosen(client, today, sort, order):
    ProductFactory(title="Á", certified__stars=3, certified__issued_on=today - 9 * ONE_DAY)
    ProductFactory(title="B", certified__stars=5, certified__issued_on=today - ONE_DAY)

    assert "".join(titles(client, f"?sort={sort}")) == order


@pytest.mark.parametrize(
    "query", ["?page=999", "?page=x", "?state=khong&star=9&province=%00", "?q=" + "a" * 5000, "?q=%25_'"]
)
def test_no_address_breaks_the_list(client, query):
    ProductFactory()

    assert client.get(REGISTER + query).status_code == 200


def test_what_is_not_shown_is_no_entry(client):
    ProductFactory(is_public=False), ProductFactory(is_box=True)

    assert titles(client) == []


def test_an_empty_answer_says_what_to_do(client):
    html = client.get(f"{REGISTER}?q=khongco").content.decode()

    assert "chỉ con số của quyết định" in html and 'href="/chung-nhan/"' in html


@pytest.mark.parametrize("query", ["", "?q=mat+ong&star=4&sort=newest", "?page=2", "?state=in_force"])
def test_the_list_costs_the_same_few_queries_at_any_length(client, query):
    def cost():
        client.get(REGISTER + query)
        with CaptureQueriesContext(connection) as seen:
            client.get(REGISTER + query)
        return len(seen)

    CertificateFactory.create_batch(31)
    first = cost()
    CertificateFactory.create_batch(60)

    assert cost() == first <= 8


@pytest.mark.django_db(transaction=True)
def test_a_change_by_whatever_hand_is_in_the_kept_list_on_the_next_request(client, today):
    certificate = CertificateFactory(product__title="Tên cũ")
    assert titles(client, "?state=in_force") == ["Tên cũ"]

    Certificate.objects.filter(pk=certificate.pk).update(state="revoked", revoked_on=today)
    assert titles(client, "?state=in_force") == []
    assert titles(client, "?state=revoked") == ["Tên cũ"]

    product = certificate.product
    type(product).objects.filter(pk=product.pk).update(title="Tên mới")
    type(product.owner).objects.filter(pk=product.owner_id).update(name="HTX Đổi Tên")
    assert titles(client, "?q=ten+moi+htx+doi+ten") == ["Tên mới"]


@pytest.mark.parametrize("days_left", [-1, 0, 29, 30, 400])
@pytest.mark.parametrize("note", ["", "unverified"])
def test_the_kept_entry_and_the_object_agree(today, days_left, note):
    certificate = CertificateFactory(valid_until=today + days_left * ONE_DAY, product__register_note=note)

    entry = entries.entries_on(today)[certificate.product_id]

    assert entry.state == entries.wording.register_state(certificate.product, today).status


def test_a_pack_size_is_an_entry_only_where_a_decision_names_it(client):
    whole = ProductFactory(title="Mật ong", structure="parent")
    BareProductFactory(title="Mật ong, 250 g", structure="child", parent=whole, owner=whole.owner)
    named = BareProductFactory(title="Trà", structure="parent", owner=whole.owner)
    size = BareProductFactory(title="Trà, 100 g", structure="child", parent=named, owner=whole.owner)
    CertificateFactory(product=size)

    shown = titles(client)

    assert len(shown) == 2 and shown[0].startswith("Mật ong") and shown[1].startswith("Trà,")
