import pytest

from catalogue.gtin import check_digit
from tests.factories import ProductFactory

pytestmark = pytest.mark.django_db
DEMONSTRATION = "9521234543213"
VIETNAMESE = "893850000001" + check_digit("893850000001")


@pytest.fixture(autouse=True)
def newcomers_site(settings):
    settings.DEBUG = True


@pytest.mark.parametrize("tail", ["", "/", "/10/L7", "/22/2A/10/L7/21/5"])
def test_a_verified_gtin_leads_to_its_product_for_now(client, tail):
    product = ProductFactory(upc=DEMONSTRATION)

    response = client.get(f"/01/0{DEMONSTRATION}{tail}")

    assert (response.status_code, response["Location"]) == (307, product.get_absolute_url())
    assert {"Accept", "Accept-Language"} <= set(response["Vary"].split(", "))


def test_the_query_is_passed_on(client):
    ProductFactory(upc=DEMONSTRATION)

    assert client.get(f"/01/0{DEMONSTRATION}?17=261231&foo=bar")["Location"].endswith("?17=261231&foo=bar")


def test_an_english_browser_is_led_to_the_english_page(client):
    ProductFactory(upc=DEMONSTRATION)

    assert client.get(f"/01/0{DEMONSTRATION}", HTTP_ACCEPT_LANGUAGE="en")["Location"].startswith("/en/")


@pytest.mark.parametrize(
    "rest", ["", "9521234543213", "09521234543214", "09521234543213/21", "09521234543213/21/5/10/L7", "x"]
)
def test_broken_syntax_is_400_in_words(client, rest):
    response = client.get(f"/01/{rest}")

    assert response.status_code == 400
    assert "14 chữ số" in response.content.decode()


def test_a_percent_encoded_slash_in_a_lot_number_is_no_slash(client):
    ProductFactory(upc=DEMONSTRATION)
    address = f"/01/0{DEMONSTRATION}/10/L%2F7"

    assert client.get(address, RAW_URI=address).status_code == 307


def test_an_unknown_gtin_and_an_unknown_link_type_are_404(client):
    assert client.get(f"/01/0{DEMONSTRATION}").status_code == 404
    ProductFactory(upc=DEMONSTRATION)
    assert client.get(f"/01/0{DEMONSTRATION}?linkType=gs1:nonsense").status_code == 404


def test_no_gtin_answers_that_nobody_has_verified(client, settings):
    ProductFactory(upc=VIETNAMESE), ProductFactory(upc=DEMONSTRATION)

    assert client.get(f"/01/0{VIETNAMESE}").status_code == 404
    settings.DEBUG = False
    assert client.get(f"/01/0{DEMONSTRATION}").status_code == 404
