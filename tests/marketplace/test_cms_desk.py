"""The officers' desk: what each office sees, may do, and what its acts stop."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalogue.models import Certificate
from marketplace.accounts.models import CURATOR, OFFICER
from tests.factories import PlaceFactory, ProducerFactory, ProductFactory, UserFactory
from tests.marketplace.cms import (
    REVOCATION,
    certificate_of,
    desk,
    in_group,
    product_of,
)

ONE_DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


# What is seen


def test_a_province_officer_lists_the_certificates_of_the_own_province_only(client, officer, province):
    own, foreign = certificate_of(province), certificate_of(PlaceFactory())
    client.force_login(officer)

    page = client.get(desk("index")).content.decode()

    assert own.public_id in page
    assert foreign.public_id not in page


def test_the_ministry_lists_every_province(client, ministry):
    shown = [certificate_of(PlaceFactory()), certificate_of(PlaceFactory())]
    client.force_login(ministry)

    page = client.get(desk("index")).content.decode()

    assert all(one.public_id in page for one in shown)


@pytest.mark.parametrize("name", ["inspect", "revoke"])
def test_a_certificate_of_another_province_is_not_there(client, officer, name):
    foreign = certificate_of(PlaceFactory())
    client.force_login(officer)

    assert client.get(desk(name, foreign.pk)).status_code == 404


@pytest.mark.parametrize("name", ["products_desk:index", "producers_desk:index"])
def test_products_and_producers_are_listed_within_the_province(client, officer, province, name):
    own, foreign = product_of(province, title="Chè của mình"), product_of(PlaceFactory(), title="Chè nơi khác")
    client.force_login(officer)

    page = client.get(reverse(name)).content.decode()

    shown, hidden = (own.title, foreign.title) if "products" in name else (own.owner.name, foreign.owner.name)
    assert shown in page
    assert hidden not in page


@pytest.mark.parametrize(
    ("query", "seen"),
    [("status=in_force", "now"), ("status=expired", "old"), ("stars=3", "old"), ("stars=4", "now")],
)
def test_the_list_is_narrowed_by_star_and_by_what_is_true_today(client, officer, province, today, query, seen):
    ended = today - 5 * ONE_DAY
    certificates = {
        "now": certificate_of(province, stars=4),
        "old": certificate_of(province, stars=3, issued_on=ended - 1096 * ONE_DAY, valid_until=ended),
    }
    client.force_login(officer)

    page = client.get(f"{desk('index')}?{query}").content.decode()

    assert {name for name, one in certificates.items() if one.public_id in page} == {seen}


def test_the_list_finds_a_decision_number(client, officer, province):
    wanted = certificate_of(province, decision_number="4321/QĐ-UBND")
    other = certificate_of(province)
    client.force_login(officer)

    page = client.get(f"{desk('index')}?q=4321").content.decode()

    assert wanted.public_id in page
    assert other.public_id not in page


def test_the_list_asks_no_query_per_row(client, officer, province):
    client.force_login(officer)
    counts = []
    for _ in range(2):
        for _ in range(6):
            certificate_of(province)
        client.get(desk("index"))
        with CaptureQueriesContext(connection) as asked:
            client.get(desk("index"))
        counts.append(len(asked))

    assert counts[0] == counts[1]


# Who may not


@pytest.mark.parametrize("name", ["index", "add"])
def test_a_curator_has_no_desk(client, name):
    client.force_login(in_group(CURATOR))

    answer = client.get(desk(name))

    assert answer.status_code in (302, 403)
    assert Certificate.objects.count() == 0


def test_a_curator_cannot_revoke(client, today):
    product = ProductFactory()
    held = product.certificates.get()
    client.force_login(in_group(CURATOR))

    answer = client.post(desk("revoke", held.pk), REVOCATION | {"on": today.isoformat()})

    held.refresh_from_db()
    assert answer.status_code in (302, 403)
    assert held.state == "issued"


def test_a_curator_does_not_see_the_register_in_the_menu_and_an_officer_does(client, officer):
    pages = {}
    for user in (in_group(CURATOR), officer):
        client.force_login(user)
        pages[user] = client.get(reverse("wagtailadmin_home")).content.decode()

    assert [desk("index") in page for page in pages.values()] == [False, True]


def test_an_officer_without_an_office_has_no_desk(client):
    client.force_login(in_group(OFFICER))

    assert client.get(desk("add")).url == reverse("wagtailadmin_home")


# Producers


def test_an_officer_verifies_a_producer_of_the_own_province_only(client, officer, province):
    own, foreign = ProducerFactory(province=province, verified_at=None), ProducerFactory(verified_at=None)
    client.force_login(officer)

    codes = [client.post(reverse("producers_desk:verify", args=[one.pk])).status_code for one in (own, foreign)]

    own.refresh_from_db()
    foreign.refresh_from_db()
    assert codes == [302, 404]
    assert own.verified_at is not None
    assert foreign.verified_at is None


def test_the_chooser_of_the_desk_offers_products_of_the_province_found_without_diacritics(client, officer, province):
    product_of(province, title="Mật ong bạc hà")
    product_of(PlaceFactory(), title="Mật ong nơi khác")
    client.force_login(officer)

    page = client.get(reverse("desk_product_chooser:choose_results"), {"q": "mat ong"}).content.decode()

    assert "Mật ong bạc hà" in page
    assert "Mật ong nơi khác" not in page


@pytest.mark.parametrize("name", ["certificates_desk:add", "producers_desk:index"])
def test_the_forms_of_the_desk_carry_their_token(client, officer, province, name):
    ProducerFactory(province=province, verified_at=None)
    client.force_login(officer)

    page = client.get(reverse(name)).content.decode()

    form = page[page.index("<main") :]
    assert form.count("csrfmiddlewaretoken") == 1


# The first page, and the language


def test_the_first_page_counts_the_own_province_and_what_waits(client, officer, province, today):
    certificate_of(province)
    certificate_of(province, valid_until=today + 150 * ONE_DAY)
    certificate_of(PlaceFactory())
    client.force_login(officer)

    page = client.get(reverse("wagtailadmin_home")).content.decode()

    assert f'href="{desk("index")}?status=in_force"><strong>2</strong>' in page
    assert "Đang trong cửa nộp hồ sơ" in page


@pytest.mark.parametrize(
    ("language", "said", "unsaid"),
    [("en-GB,en", "Certificate", "Giấy chứng nhận"), ("vi", "Giấy chứng nhận", "Certificate")],
)
def test_the_desk_speaks_the_language_of_the_browser(client, officer, province, language, said, unsaid):
    certificate_of(province)
    client.force_login(officer)

    page = client.get(desk("index"), headers={"accept-language": language}).content.decode()

    title = page[page.index("<title>") : page.index("</title>")]
    assert said in title
    assert unsaid not in title


def test_an_english_reader_is_refused_in_english(client, officer, province, today):
    held = certificate_of(province)
    client.force_login(officer)
    sent = REVOCATION | {"on": (today + ONE_DAY).isoformat()}

    page = client.post(desk("revoke", held.pk), sent, headers={"accept-language": "en"}).content.decode()

    assert "Ngày này chưa đến." not in page
    assert held.events.count() == 0


@pytest.mark.parametrize("window", ["desk_product_chooser", "product_chooser"])
def test_no_product_is_made_in_a_window(client, window):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))

    assert client.post(f"/cms/{window}/create/").status_code == 404
