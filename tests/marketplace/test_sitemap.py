"""What search engines are told."""

import re

import pytest
from django.urls import reverse

from marketplace.machines import views
from tests.factories import ProductFactory

pytestmark = pytest.mark.django_db


def body(answer) -> str:
    return b"".join(answer.streaming_content).decode()


def test_the_sitemap_lists_products_certificates_producers_provinces_and_pages(client):
    product = ProductFactory()
    certificate = product.certificates.get()

    text = body(client.get("/sitemap.xml"))

    for thing in (product, certificate, product.owner):
        assert f"{thing.get_absolute_url()}</loc>" in text
    assert f"/tinh/{product.province.slug}/</loc>" in text
    assert "/cau-chuyen/</loc>" in text
    assert "/en/cau-chuyen/</loc>" in text


def test_a_hidden_product_is_not_in_the_sitemap(client):
    product = ProductFactory(is_public=False)

    assert product.get_absolute_url() not in body(client.get("/sitemap.xml"))


def test_a_catalogue_too_big_for_one_file_is_split_and_nothing_is_lost(client, monkeypatch):
    products = [ProductFactory() for _ in range(3)]
    monkeypatch.setattr(views, "MOST_PER_FILE", 2)

    parts = re.findall(r"<loc>[^<]*(/sitemap-[^<]+)</loc>", body(client.get("/sitemap.xml")))
    texts = "".join(body(client.get(part)) for part in parts)

    assert [part for part in parts if "san-pham" in part] == ["/sitemap-san-pham-1.xml", "/sitemap-san-pham-2.xml"]
    assert all(texts.count(product.get_absolute_url()) == 1 for product in products)


@pytest.mark.parametrize("path", ["/sitemap-san-pham-0.xml", "/sitemap-san-pham-99.xml", "/sitemap-la-1.xml"])
def test_a_part_that_does_not_exist_is_404(client, path):
    assert client.get(path).status_code == 404


def test_robots_stay_out_of_baskets_and_back_offices_and_find_the_sitemap(client):
    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /en/gio-hang/" in text
    assert "Disallow: /cms/" in text
    assert text.rstrip().endswith(reverse("machines:sitemap"))
