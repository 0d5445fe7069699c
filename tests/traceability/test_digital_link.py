"""/01/…: GS1 Digital Links and what the resolver tells of them; invariants 3 and 4."""

import pytest

from catalogue.gtin import check_digit, is_restricted
from catalogue.models import Product
from marketplace.producers.forms import ProductForm
from tests.factories import ONE_DAY, ProducerFactory, ProductFactory
from tests.traceability.factories import LotFactory, active_label, printed_sheet
from traceability import gtins, services
from traceability.linkset import VOCABULARY, Link, with_query
from traceability.models import CompanyPrefix

pytestmark = pytest.mark.django_db
DEMONSTRATION = "9521234543213"
VIETNAMESE = "893850000001" + check_digit("893850000001")
HOST = "https://ocop.vn"
TYPED_DEFAULT = "?linkType=gs1:defaultLink"


@pytest.fixture(autouse=True)
def newcomers_site(settings):
    settings.DEBUG, settings.SITE_URL = True, HOST


def told(client, query="?linkType=all", gtin=DEMONSTRATION, tail=""):
    return client.get(f"/01/0{gtin}{tail}{query}").json()["linkset"]


def held_by(producer, **facts):
    return CompanyPrefix.objects.create(producer=producer, prefix="893850000", evidence="GS1VN 123", **facts)


# Where it leads -----------------------------------------------------------------------------------
@pytest.mark.parametrize("tail", ["", "/", "/10/L7", "/22/2A/10/L7/21/5"])
def test_a_verified_gtin_leads_to_its_product_for_now(client, tail):
    product = ProductFactory(upc=DEMONSTRATION)

    response = client.get(f"/01/0{DEMONSTRATION}{tail}")

    assert (response.status_code, response["Location"]) == (307, HOST + product.get_absolute_url())
    assert response["Cache-Control"] == "no-cache"


def test_an_english_browser_is_led_to_the_english_page(client):
    ProductFactory(upc=DEMONSTRATION)

    assert client.get(f"/01/0{DEMONSTRATION}", HTTP_ACCEPT_LANGUAGE="en")["Location"].startswith(f"{HOST}/en/")


@pytest.mark.parametrize(
    "rest",
    [
        "", "9521234543213", "09521234543214", "09521234543213/21", "09521234543213/21/5/10/L7", "x",
        "09521234543213/10/A%00", "09521234543213?17=261332", "09521234543213?10=L7", "09521234543213?99=a&99=a",
    ],
)  # fmt: skip
def test_broken_syntax_is_400_in_words(client, rest):
    response = client.get(f"/01/{rest}")

    assert response.status_code == 400
    assert "14 chữ số" in response.content.decode()


def test_a_percent_encoded_slash_in_a_lot_number_is_no_slash(client):
    ProductFactory(upc=DEMONSTRATION)
    address = f"/01/0{DEMONSTRATION}/10/L%2F7"

    assert client.get(address, RAW_URI=address).status_code == 307


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("gs1:certificationInfo", "/chung-nhan/"),
        ("https://ref.gs1.org/voc/certificationInfo", "/chung-nhan/"),
        ("https://gs1.org/voc/hasRetailers", "/diem-ban/"),
        ("gs1:masterData", "/api/v1/"),
        ("gs1:defaultLink", "/san-pham/"),
        ("gs1:epcis", "/epcis/lots/"),
        ("gs1:pip", "/san-pham/"),
    ],
)
def test_a_link_type_leads_to_its_link_also_from_a_less_particular_level(client, asked, leads_to):
    lot = LotFactory(product=ProductFactory(upc=DEMONSTRATION), number="L7")

    response = client.get(f"/01/0{DEMONSTRATION}/10/{lot.number}/21/5", {"linkType": asked})

    assert response.status_code == 307
    assert response["Location"].startswith(HOST + leads_to)


def test_a_recalled_lot_says_so_to_machines(client):
    lot = LotFactory(product=ProductFactory(upc=DEMONSTRATION), number="L7")
    ask = {"path": f"/01/0{DEMONSTRATION}/10/L7", "data": {"linkType": "gs1:recallStatus"}}
    assert client.get(**ask).status_code == 404
    services.recall_lot(lot, "Nấm mốc")

    assert client.get(**ask)["Location"].startswith(f"{HOST}/lo-hang/{lot.pk}/?")


@pytest.mark.parametrize("tail", ["/10/L7", "/22/A/10/L7/21/5"])
def test_the_bare_link_of_a_recalled_lot_leads_to_where_its_recall_is_told(client, tail):
    lot = LotFactory(product=ProductFactory(upc=DEMONSTRATION), number="L7")
    services.recall_lot(lot, "Nấm mốc")
    for number in range(3):  # newer ones must not crowd it out, of the product's page either
        LotFactory(product=lot.product, number=f"N{number}", packed_on=lot.packed_on + ONE_DAY)

    [leads_to, typed] = [client.get(f"/01/0{DEMONSTRATION}{tail}{query}")["Location"] for query in ("", TYPED_DEFAULT)]
    contexts = told(client, tail=tail)

    assert leads_to == typed.replace(TYPED_DEFAULT, "") == f"{HOST}/lo-hang/{lot.pk}/"
    defaults = [link for one in contexts for link in one.get(VOCABULARY + "defaultLink", ())]
    assert [set(link) for link in defaults] == [{"href", "title"}]
    assert defaults[0]["href"] == leads_to
    assert leads_to in [link["href"] for one in contexts for link in one.get(VOCABULARY + "recallStatus", ())]
    band = client.get(leads_to).content.decode().partition('class="verdict verdict--red"')[2].partition("</section>")[0]
    assert "Lô bị thu hồi" in band and "Nấm mốc" in band
    page = client.get(lot.product.get_absolute_url()).content.decode()
    assert "Lô bị thu hồi</strong> · Nấm mốc" in page.partition(f'id="lot-{lot.pk}"')[2].partition("</section>")[0]


def test_a_recall_of_another_lot_leads_nobody_away(client):
    lot = LotFactory(product=ProductFactory(upc=DEMONSTRATION), number="L7")
    services.recall_lot(LotFactory(product=lot.product, number="L8"), "Nấm mốc")

    assert client.get(f"/01/0{DEMONSTRATION}/10/L7")["Location"] == HOST + lot.product.get_absolute_url()


def test_the_gtin_of_a_product_out_of_sight_answers_nothing(client):
    lot = LotFactory(product=ProductFactory(upc=DEMONSTRATION), number="L7")
    Product.objects.filter(pk=lot.product_id).update(is_public=False)
    printed_sheet(lot)

    assert client.get(f"/01/0{DEMONSTRATION}/10/L7").status_code == 404


def test_a_query_is_passed_on_before_the_fragment():
    assert with_query("https://a/b?x=1#c", "17=261231") == "https://a/b?x=1&17=261231#c"
    assert with_query("https://a/b", "") == "https://a/b"


# 3 ------------------------------------------------------------------------------------------------
def test_invariant_3_both_ways_of_asking_give_the_same_linkset(client):
    ProductFactory(upc=DEMONSTRATION)
    asked = [
        client.get(f"/01/0{DEMONSTRATION}?linkType=all"),
        client.get(f"/01/0{DEMONSTRATION}?linkType=linkset"),
        client.get(f"/01/0{DEMONSTRATION}", HTTP_ACCEPT="application/linkset+json"),
    ]

    assert {answer.status_code for answer in asked} == {200}
    assert {answer["Content-Type"] for answer in asked} == {"application/linkset+json"}
    assert len({answer.content for answer in asked}) == 1
    assert 'rel="http://www.w3.org/ns/json-ld#context"' in asked[0]["Link"]
    assert client.get(f"/01/0{DEMONSTRATION}", HTTP_ACCEPT="text/html,*/*;q=0.8").status_code == 307


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ('application/linkset+json;profile="https://a,b;c"', 200),
        ("application/linkset+json; profile=x; q=0.9, text/html;charset=utf-8;q=0.8", 200),
        ("application/linkset+json;profile=x;q=0.5, text/html;level=1", 307),
        ("application/linkset+json;q=0", 307),
    ],
)
def test_parameters_of_the_media_type_do_not_count(client, accept, status):
    ProductFactory(upc=DEMONSTRATION)

    assert client.get(f"/01/0{DEMONSTRATION}", HTTP_ACCEPT=accept).status_code == status


@pytest.mark.parametrize("tail", ["", "/10/L7", "/22/A/10/L7/21/5"])
def test_invariant_3_there_is_exactly_one_default_link_and_it_is_bare(client, tail):
    LotFactory(product=ProductFactory(upc=DEMONSTRATION), number="L7")

    contexts = told(client, tail=tail)

    defaults = [link for one in contexts for link in one.get(VOCABULARY + "defaultLink", ())]
    assert [set(link) for link in defaults] == [{"href", "title"}]
    pips = [link["href"] for one in contexts for link in one.get(VOCABULARY + "pip", ())]
    assert defaults[0]["href"] in pips
    assert contexts[-1]["anchor"] == f"{HOST}/01/0{DEMONSTRATION}"


def test_invariant_3_the_linkset_holds_every_level_and_each_link_has_address_type_and_title(client):
    lot = LotFactory(product=ProductFactory(upc=DEMONSTRATION), number="L7")

    contexts = told(client, tail="/10/L7/21/5")

    assert [one["anchor"].removeprefix(HOST) for one in contexts] == [
        f"/01/0{DEMONSTRATION}/10/L7",
        f"/01/0{DEMONSTRATION}",
    ]
    assert contexts[0][VOCABULARY + "epcis"][0]["href"] == f"{HOST}/epcis/lots/{lot.pk}"
    for context in contexts:
        for rel, links in context.items():
            if rel.startswith(VOCABULARY) and not rel.endswith("defaultLink"):
                assert all({"href", "title", "type"} <= set(link) for link in links), rel


@pytest.mark.parametrize("asked", ["gs1:nonsense", "gs1:verificationService", "nonsense", "gs1:defaultLinkMulti"])
def test_invariant_3_an_unknown_link_type_is_404_in_words(client, asked):
    ProductFactory(upc=DEMONSTRATION)

    response = client.get(f"/01/0{DEMONSTRATION}", {"linkType": asked})

    assert response.status_code == 404
    assert "loại liên kết" in response.content.decode()


def test_invariant_3_the_query_is_passed_on_with_307_and_vary(client):
    ProductFactory(upc=DEMONSTRATION)

    response = client.get(f"/01/0{DEMONSTRATION}?17=261231&foo=bar")

    assert response.status_code == 307
    assert response["Location"].endswith("?17=261231&foo=bar")
    assert {"Accept", "Accept-Language"} <= set(response["Vary"].split(", "))
    assert f'<{HOST}/01/0{DEMONSTRATION}?linkType=linkset>; rel="linkset"' in response["Link"]


def test_any_client_may_ask_with_get_head_and_options_and_with_nothing_else(client):
    ProductFactory(upc=DEMONSTRATION)
    address = f"/01/0{DEMONSTRATION}"

    answers = {verb: getattr(client, verb)(address) for verb in ("get", "head", "options", "post")}

    assert [answers[verb].status_code for verb in ("get", "head", "options", "post")] == [307, 307, 204, 405]
    assert {answers[verb]["Access-Control-Allow-Origin"] for verb in ("get", "head", "options")} == {"*"}
    assert answers["options"]["Allow"] == "GET, HEAD, OPTIONS"
    assert not answers["get"].cookies


def test_what_the_resolver_can_do_is_described_where_the_standard_says(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        said = client.get("/.well-known/gs1resolver").json()

    assert (said["resolverRoot"], said["supportedPrimaryKeys"]) == (HOST, ["01"])


@pytest.mark.parametrize("number", ["L-2026/1", 'A%1"b', "2026:01+?=&", "L" * 20])
def test_the_link_of_a_lot_answers_whatever_marks_its_number_has(client, today, number):
    lot = LotFactory(product=ProductFactory(upc=DEMONSTRATION), number=number)
    address = gtins.link_path(lot.product, today, lot.number)

    answer = client.get(address, {"linkType": "gs1:traceability"}, RAW_URI=address)

    assert answer["Location"].startswith(f"{HOST}/lo-hang/{lot.pk}/?")


@pytest.mark.parametrize("number", ["2026 01", "Lô 1", "L-2026/é", "AB#1", "L" * 21])
def test_no_link_is_made_of_a_lots_number_that_gs1_does_not_take(today, number):
    product = ProductFactory(upc=DEMONSTRATION)

    with pytest.raises(gtins.UnfitLotNumber):
        gtins.link_path(product, today, number)


def test_any_client_may_ask_beforehand_whether_it_may_read_the_description(client):
    answer = client.options("/.well-known/gs1resolver")

    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (204, "*")
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


# 4 ------------------------------------------------------------------------------------------------
def test_invariant_4_no_gtin_answers_that_nobody_has_verified(client, settings, today):
    ours, demonstration = ProductFactory(upc=VIETNAMESE), ProductFactory(upc=DEMONSTRATION)

    assert client.get(f"/01/0{VIETNAMESE}").status_code == 404
    assert gtins.link_path(ours, today) == ""
    settings.DEBUG = False
    assert client.get(f"/01/0{DEMONSTRATION}").status_code == 404
    assert gtins.link_path(demonstration, today) == ""
    assert gtins.link_path(ProductFactory(upc=None), today) == ""


def test_invariant_4_a_prefix_makes_only_its_holders_gtins_answer(client, settings, today):
    settings.DEBUG = False
    ours = ProductFactory(upc=VIETNAMESE)
    prefix = held_by(ProducerFactory())
    assert client.get(f"/01/0{VIETNAMESE}").status_code == 404

    CompanyPrefix.objects.filter(pk=prefix.pk).update(producer=ours.owner)

    assert client.get(f"/01/0{VIETNAMESE}").status_code == 307
    assert gtins.link_path(ours, today, "L7") == f"/01/0{VIETNAMESE}/10/L7"


def test_invariant_4_a_prefix_that_ran_out_makes_no_new_link_but_old_packs_still_answer(client, settings, today):
    settings.DEBUG = False
    product = ProductFactory(upc=VIETNAMESE)
    held_by(product.owner, valid_until=today - ONE_DAY)

    assert gtins.link_path(product, today) == ""
    assert client.get(f"/01/0{VIETNAMESE}").status_code == 307
    CompanyPrefix.objects.update(withdrawn_at=f"{today}T00:00:00+07:00")
    assert client.get(f"/01/0{VIETNAMESE}").status_code == 404


def test_invariant_4_no_page_of_a_product_without_a_verified_gtin_links_to_01(client, settings):
    settings.DEBUG = False
    product = ProductFactory(upc=VIETNAMESE)
    label = active_label(LotFactory(product=product))

    for address in (product.get_absolute_url(), f"/T/{label.code}"):
        assert "/01/" not in client.get(address).content.decode()


@pytest.mark.parametrize("typed", ["8938500000015", "2000000000008", "0200000000004", "0400000000008"])
def test_invariant_4_no_wrong_and_no_restricted_number_is_stored(typed):
    """8938500000015 has a wrong check digit; the others have a right one and a prefix of one company's own."""
    form = ProductForm({"upc": typed}, instance=ProductFactory())

    assert "upc" in form.errors
    assert typed == "8938500000015" or is_restricted(typed)


def test_a_link_says_its_language_only_when_it_has_one():
    assert "hreflang" not in Link("epcis", "https://a", "t").described()
