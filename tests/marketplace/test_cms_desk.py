"""The officers' desk: what each office sees, may do, and what its acts stop."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from catalogue.models import Certificate, Product
from marketplace.accounts.models import CURATOR, OFFICER
from tests.factories import PlaceFactory, ProducerFactory, ProductFactory, UserFactory
from tests.marketplace.cms import certificate_of, desk, in_group, officer_of, officer_of_the_ministry, product_of

ONE_DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    return PlaceFactory()


@pytest.fixture
def officer(province):
    return officer_of(province)


@pytest.fixture
def ministry():
    return officer_of_the_ministry()


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


REVOCATION = {"ground": "c", "decision_number": "88/QĐ-UBND", "note": ""}


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
