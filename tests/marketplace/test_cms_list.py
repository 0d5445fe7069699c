"""The officers' list of certificates: its counts, filters, order, export, and what it costs."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalogue import ocop
from catalogue.models import Certificate, Place, Product
from catalogue.queries import standings_on
from catalogue.vietnamese import fold
from marketplace.cms.words import Folded
from tests.factories import CertificateFactory, PlaceFactory, ProductFactory
from tests.marketplace.cms import certificate_of, desk, officer_of_the_ministry, product_of

ONE_DAY = timedelta(days=1)
MOST_QUERIES = 25
pytestmark = pytest.mark.django_db


def in_each_state(province, today) -> dict[str, Certificate]:
    """One certificate for each word of the desk; "in_force" is plainly so."""
    long_ago = today - 900 * ONE_DAY
    soon = {"issued_on": long_ago, "valid_until": today + 10 * ONE_DAY}
    gone = {"issued_on": long_ago, "valid_until": today - ONE_DAY}
    basis = {"extension_basis": "12/QĐ", "extended_until": today + 90 * ONE_DAY}
    return {
        "in_force": certificate_of(province),
        "expiring": certificate_of(province, **soon),
        "in_renewal": certificate_of(province, state="in_renewal", renewal_filed_on=today),
        "extended": certificate_of(province, state="extended", **gone, **basis),
        "expired": certificate_of(province, **gone),
        "revoked": certificate_of(province, state="revoked", revoked_on=today),
        "superseded": certificate_of(province, state="superseded"),
        "withdrawn": certificate_of(province, state="withdrawn", withdrawn_on=today),
        "not_yet": certificate_of(province, issued_on=today + ONE_DAY),
    }


def listed(client, query: str = "") -> str:
    answer = client.get(f"{desk('index')}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def table_of(page: str) -> str:
    return page[page.index('class="desk-scroll desk-list"') :] if "desk-list" in page else ""


@pytest.mark.parametrize("word", list(standings_on(date(2026, 1, 1))))
def test_the_list_is_narrowed_to_what_is_true_today(client, officer, province, today, word):
    certificates = in_each_state(province, today)
    client.force_login(officer)

    page = table_of(listed(client, f"?status={word}"))

    seen = {name for name, one in certificates.items() if one.public_id in page}
    assert seen == ({"in_force", "expiring", "in_renewal", "extended"} if word == "in_force" else {word})


def test_the_words_of_the_desk_agree_with_the_words_of_a_certificate(province, today):
    certificates = in_each_state(province, today)
    said = {name: one.status(today) for name, one in certificates.items()}

    assert said == {name: name for name in certificates} | {"in_renewal": "in_force"}
    for name, one in certificates.items():
        assert Certificate.objects.standing(name, today).contains(one)


def test_the_counts_above_the_list_are_those_of_the_own_province(client, officer, province, today):
    in_each_state(province, today)
    in_each_state(PlaceFactory(), today)
    client.force_login(officer)

    shown = client.get(desk("index")).context_data["standings"]

    assert {one.word: one.count for one in shown}["Còn hiệu lực"] == 4
    assert all(one.count == 1 for one in shown[1:])


def test_the_counts_follow_the_other_filters_and_not_their_own(client, officer, province, today):
    certificate_of(province, stars=3)
    certificate_of(province, stars=4)
    client.force_login(officer)

    shown = client.get(f"{desk('index')}?stars=4&status=expired").context_data["standings"]

    assert {one.word: one.count for one in shown}["Còn hiệu lực"] == 1


def test_the_ministry_narrows_by_province_and_a_province_is_not_asked(client, officer, province):
    own, other = certificate_of(province), certificate_of(PlaceFactory())
    client.force_login(officer_of_the_ministry())
    page = table_of(listed(client, f"?province={province.pk}"))
    assert own.public_id in page
    assert other.public_id not in page

    client.force_login(officer)
    page = listed(client, f"?province={other.product.province_id}")
    assert own.public_id in page
    assert 'name="province"' not in page


def test_the_list_is_narrowed_to_a_province_that_was_merged(client, officer, province):
    old = PlaceFactory(system="pre2025", name="Tỉnh Hậu Giang thử")
    district = PlaceFactory(system="pre2025", level="district", parent=old)
    inside = certificate_of(province)
    Product.objects.filter(pk=inside.product_id).update(origin_then=district)
    outside = certificate_of(province)
    client.force_login(officer_of_the_ministry())

    page = table_of(listed(client, f"?former={old.pk}"))

    assert inside.public_id in page
    assert outside.public_id not in page


def test_the_end_may_be_asked_from_a_day_to_a_day(client, officer, province, today):
    first, last = (certificate_of(province, valid_until=today + n * ONE_DAY) for n in (10, 20))
    client.force_login(officer)

    page = table_of(listed(client, f"?last_day_from={today + 15 * ONE_DAY}&last_day_to={today + 20 * ONE_DAY}"))

    assert last.public_id in page
    assert first.public_id not in page


@pytest.mark.parametrize("words", ["mat ong rung", "RỪNG mật", "77/qđ", "CN-", "hop tac xa cu"])
def test_words_are_found_whatever_their_order_and_their_diacritics(client, officer, province, words):
    product = product_of(province, title="Mật ong rừng")
    product.owner.name = "Hợp tác xã Cũ"
    product.owner.save()
    wanted = CertificateFactory(product=product, decision_number="77/QĐ-UBND", public_id="CN-THU1")
    other = certificate_of(province, public_id="XX-KHAC")
    client.force_login(officer)

    page = table_of(listed(client, f"?q={words}"))

    assert wanted.public_id in page
    assert other.public_id not in page


@pytest.mark.parametrize("column", ["public_id", "product__title", "product__owner__name", "stars", "last_day"])
def test_the_list_is_ordered_by_its_columns_both_ways(client, officer, province, today, column):
    for n in range(3):
        one = certificate_of(province, stars=3 + n, valid_until=today + (50 + n) * ONE_DAY, public_id=f"CN-{n}")
        Product.objects.filter(pk=one.product_id).update(title=f"Sản phẩm {n}")
    client.force_login(officer)

    orders = [
        [one.pk for one in client.get(f"{desk('index')}?ordering={way}{column}").context_data["object_list"]]
        for way in ("", "-")
    ]

    assert orders[0] == orders[1][::-1]


def test_a_list_that_finds_nothing_says_so(client, officer, province):
    client.force_login(officer)
    assert "Chưa có giấy chứng nhận nào trong phạm vi của bạn." in listed(client)

    certificate_of(province)
    assert "Không có dòng nào khớp." in listed(client, "?q=khongcogi")


def test_a_wrong_filter_is_no_error(client, officer, province):
    certificate_of(province)
    client.force_login(officer)

    assert listed(client, "?status=x&stars=9&last_day_from=99/99/99&window=x&former=a&ordering=x&p=zz")


# Export


def exported(client, query: str = "") -> str:
    answer = client.get(f"{desk('index')}?export=csv{query}")
    return b"".join(answer.streaming_content).decode()


def test_the_export_holds_the_own_province_filtered_as_the_list(client, officer, province):
    own, low = certificate_of(province, stars=4), certificate_of(province, stars=3)
    foreign = certificate_of(PlaceFactory(), stars=4)
    client.force_login(officer)

    text = exported(client, "&stars=4")

    assert text.startswith("\ufeffMã trong sổ,")
    assert own.public_id in text
    assert low.public_id not in text
    assert foreign.public_id not in text


def test_chosen_rows_are_exported_within_the_scope_only(client, officer, province):
    chosen, left, foreign = certificate_of(province), certificate_of(province), certificate_of(PlaceFactory())
    client.force_login(officer)

    text = exported(client, f"&id={chosen.pk}&id={foreign.pk}&id=x")

    assert [one.public_id in text for one in (chosen, left, foreign)] == [True, False, False]


@pytest.mark.parametrize("start", "=+-@")
def test_no_cell_of_the_export_is_a_formula(client, officer, province, start):
    certificate_of(province, number=f"{start}1+2")
    client.force_login(officer)

    assert f",'{start}1+2," in exported(client)


def test_a_workbook_is_not_offered(client, officer, province):
    certificate_of(province)
    client.force_login(officer)

    assert client.get(f"{desk('index')}?export=xlsx").headers["content-type"].startswith("text/html")
    assert "export=xlsx" not in listed(client)
    assert "export=csv" in listed(client)


@pytest.mark.parametrize(
    "text",
    [
        "Kẹo dừa BẾN TRE, Đắk Lắk",
        "ằẳẵắặ ẦẨẪẤẬ ềểễếệ ỒỔỖỐỘ ờởỡớợ ỪỬỮỨỰ ỳỷỹýỵ ĩìỉíị",
        "e\u0302\u0301 o\u031b a\u0306",
        "1234/QĐ-UBND «mẫu» 'a' \"b\" %x",
    ],
)
def test_the_database_folds_as_python_does(text):
    PlaceFactory(name=text)

    assert Place.objects.annotate(said=Folded(F("name"))).values_list("said", flat=True).get(name=text) == fold(text)


# What it costs


def many(province, count: int, today) -> None:
    """So many certificates of one province, each with its product and maker."""
    pattern = ProductFactory(owner__province=province, province=province)
    products = [
        Product(title=f"Sản phẩm {n}", slug=f"sp-{n}", product_class=pattern.product_class, owner=pattern.owner)
        for n in range(Product.objects.count(), Product.objects.count() + count)
    ]
    for one in products:
        one.province, one.structure, one.upc = province, "standalone", None
    made = Product.objects.bulk_create(products, batch_size=500)
    issued = [today - (n % 1000) * ONE_DAY for n in range(count)]
    Certificate.objects.bulk_create(
        [
            Certificate(
                product=one,
                stars=3 + n % 2,
                issued_on=day,
                valid_until=ocop.valid_until(day),
                decision_number="1/QĐ-UBND",
            )
            for n, (one, day) in enumerate(zip(made, issued, strict=True))
        ],
        batch_size=500,
    )


QUERIES = ["", "?stars=4&status=in_force&last_day_from=2026-01-01&decision_number=1", "?q=san+pham&ordering=-stars&p=2"]


def test_the_list_asks_the_same_queries_for_50_and_for_500_rows_and_at_most_25(client, officer, province, today):
    client.force_login(officer)
    counts = {query: [] for query in QUERIES}
    for more in (50, 450):
        many(province, more, today)
        for query in QUERIES:
            listed(client, query)
            with CaptureQueriesContext(connection) as asked:
                listed(client, query)
            counts[query].append(len(asked))

    assert all(few == lots <= MOST_QUERIES for few, lots in counts.values()), counts


def test_the_board_asks_the_same_queries_for_50_and_for_500_rows(client, officer, province, today):
    client.force_login(officer)
    counts = []
    for more in (50, 450):
        many(province, more, today)
        client.get(reverse("renewals_desk:index"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("renewals_desk:index"))
        counts.append(len(asked))

    assert counts[0] == counts[1] <= MOST_QUERIES
