"""A curator makes a story and a featured collection with Wagtail's own forms, and sees them on the site."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from catalogue.services import revoke_certificate
from stories.models import CollectionIndex, CollectionPage, HomePage, ShowroomIndex, ShowroomPage, StoryIndex, StoryPage
from stories.services import publish_under, section
from tests.factories import ProductFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(client):
    user = UserFactory()
    user.groups.add(Group.objects.get(name="curator"))
    client.force_login(user)
    return user


def add(client, index, model: str, data: dict):
    """Send Wagtail's form for a new page below a section, and publish."""
    url = reverse("wagtailadmin_pages:add", args=["stories", model, section(index).pk])
    sent = nested_form_data(data | {"action-publish": "1", "comments": inline_formset([])})
    answer = client.post(url, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer


def story(product, **texts) -> dict:
    facts = {"title": "Mùa mật", "slug": "mua-mat", "lead": "Ong đi lấy hoa bạc hà."}
    body = streamfield(
        [("text", rich_text("<p>Tháng mười, hoa nở.</p>")), ("product", {"product": product.pk, "words": ""})]
    )
    return facts | texts | {"body": body, "items": inline_formset([{"product": product.pk}])}


def test_a_story_made_by_a_curator_stands_on_the_site_with_the_products_plate(client, curator):
    product = ProductFactory(title="Mật ong bạc hà")

    add(client, StoryIndex, "storypage", story(product))

    page = client.get("/cau-chuyen/mua-mat/").content.decode()
    assert "Tháng mười, hoa nở." in page
    assert "Mật ong bạc hà" in page
    assert "star-plate" in page
    assert "Mùa mật" in client.get("/cau-chuyen/").content.decode()
    assert list(StoryPage.objects.live().about(product)) == [StoryPage.objects.get()]


def test_a_featured_collection_made_by_a_curator_is_on_its_page_and_on_the_front_page(client, curator):
    product = ProductFactory(title="Kẹo dừa")
    items = inline_formset([{"product": product.pk, "words": "Quà gọn nhẹ."}])

    add(
        client,
        CollectionIndex,
        "collectionpage",
        {"title": "Quà Tết", "slug": "qua-tet", "lead": "Gọn.", "items": items},
    )
    home, made = HomePage.objects.get(locale__language_code="vi"), CollectionPage.objects.get()
    form = {"title": home.title, "slug": home.slug, "lead": home.lead, "collection": made.pk}
    sent = nested_form_data(form | {"action-publish": "1", "comments": inline_formset([])})
    client.post(reverse("wagtailadmin_pages:edit", args=[home.pk]), sent)

    page = client.get("/bo-suu-tap/qua-tet/").content.decode()
    assert "Kẹo dừa" in page
    assert "Quà gọn nhẹ." in page
    assert HomePage.objects.get(pk=home.pk).collection_id == made.pk
    assert "Quà Tết" in client.get("/").content.decode()


def collection(*products) -> CollectionPage:
    page = CollectionPage(title="Bộ", slug="bo")
    page.items = [CollectionPage.items.rel.related_model(product=product) for product in products]
    return publish_under(section(CollectionIndex), page)


def test_a_product_leaves_collection_and_showroom_the_moment_its_certificate_is_revoked(client, today):
    kept, lost = ProductFactory(title="Còn lại"), ProductFactory(title="Bị thu hồi")
    made = collection(kept, lost)
    publish_under(section(ShowroomIndex), ShowroomPage(title="Gian", slug="gian", collection=made))
    paths = ["/bo-suu-tap/bo/", "/trien-lam/gian/"]
    assert all("Bị thu hồi" in client.get(path).content.decode() for path in paths)

    revoke_certificate(lost.certificates.get(), ground="c", decision_number="1/QĐ", on=today)

    for path in paths:
        page = client.get(path).content.decode()
        assert "Bị thu hồi" not in page
        assert "Còn lại" in page
        assert "1 sản phẩm tạm ẩn" in page


def test_a_story_keeps_a_product_whose_certificate_ended_but_without_a_plate(client, today):
    product = ProductFactory(
        certified__issued_on=today - timedelta(days=1200), certified__valid_until=today - timedelta(days=1)
    )
    page = StoryPage(title="Chuyện", slug="chuyen")
    page.items = [StoryPage.items.rel.related_model(product=product)]
    publish_under(section(StoryIndex), page)

    text = client.get("/cau-chuyen/chuyen/").content.decode()

    assert product.title in text
    assert "Đã hết hạn" in text
    assert 'class="star-plate' not in text


def test_a_page_without_english_is_served_in_vietnamese_and_says_so(client):
    publish_under(section(StoryIndex), StoryPage(title="Chỉ tiếng Việt", slug="chi-tieng-viet"))

    answer = client.get("/en/cau-chuyen/chi-tieng-viet/")
    page = answer.content.decode()

    assert answer.status_code == 200
    assert '<html lang="en"' in page
    assert 'lang="vi"' in page
    assert 'rel="canonical"' in page
    assert "/en/cau-chuyen/chi-tieng-viet/" in client.get("/en/cau-chuyen/").content.decode()


def test_a_translated_page_is_listed_once_and_in_the_readers_language(client):
    from wagtail.models import Locale

    page = publish_under(section(StoryIndex), StoryPage(title="Mùa dừa", slug="mua-dua"))
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    english.title = "Coconut season"
    english.save_revision().publish()

    listed = client.get("/en/cau-chuyen/").content.decode()

    assert "Coconut season" in listed
    assert "Mùa dừa" not in listed
    assert "Mùa dừa" in client.get("/cau-chuyen/").content.decode()


@pytest.mark.parametrize("path", ["/cau-chuyen/khong-co/", "/en/cau-chuyen/khong-co/"])
def test_a_page_that_nobody_wrote_is_404(client, path):
    assert client.get(path).status_code == 404


def test_the_chooser_finds_honey_without_diacritics(client, curator):
    ProductFactory(title="Mật ong bạc hà")
    ProductFactory(title="Kẹo dừa")

    page = client.get(reverse("product_chooser:choose_results"), {"q": "mat ong"}).content.decode()

    assert "Mật ong bạc hà" in page
    assert "Kẹo dừa" not in page
