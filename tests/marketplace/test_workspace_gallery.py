"""A producer's pictures: up to eight, in the producer's order, described, removable; nobody else's."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalogue.models import ProductImage
from catalogue.pictures import MOST_PICTURES
from tests.factories import ProductFactory
from tests.marketplace.workspaces import member_of, picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def room(product):
    return reverse("workspace:pictures", args=[product.pk])


def act(name, image):
    return reverse(f"workspace:picture-{name}", args=[image.pk])


def upload(product, count, client=None):
    client = client or member_of(product.owner)
    return client.post(room(product), {"pictures": [picture() for _ in range(count)]})


def images_of(product):
    return list(ProductImage.objects.filter(product=product).order_by("display_order"))


def files():
    from django.conf import settings

    return {path.name.rpartition("-")[0] for path in Path(settings.MEDIA_ROOT).rglob("*.webp")}


def test_several_pictures_arrive_at_once_in_both_sizes_and_the_first_stands_for_the_product(settings):
    product = ProductFactory()

    assert upload(product, 3).status_code == 302

    product.refresh_from_db()
    assert [image.display_order for image in images_of(product)] == [0, 1, 2]
    assert images_of(product)[0].original.name == f"{product.picture}-720.webp"
    assert len(list(Path(settings.MEDIA_ROOT).rglob("*.webp"))) == 6


def test_the_first_photograph_takes_the_place_of_all_illustrations():
    product = ProductFactory(picture="products/minh-hoa", is_illustrated=True)
    ProductImage.objects.create(product=product, original="products/minh-hoa-720.webp")

    upload(product, 1)

    product.refresh_from_db()
    assert not product.is_illustrated
    assert len(images_of(product)) == 1 and "minh-hoa" not in product.picture


def test_a_ninth_picture_is_refused_with_the_reason_and_nothing_is_stored():
    product = ProductFactory()
    client = member_of(product.owner)
    upload(product, MOST_PICTURES - 1, client)
    before = files()

    answer = upload(product, 2, client)

    assert answer.status_code == 422
    assert "tối đa 8 ảnh, đang có 7" in answer.content.decode()
    assert (len(images_of(product)), files()) == (MOST_PICTURES - 1, before)


def test_pictures_change_places_and_the_product_follows():
    product = ProductFactory()
    client = member_of(product.owner)
    upload(product, 3, client)
    first, second, third = images_of(product)

    client.post(act("move", third), {"to": 0})
    client.post(act("move", first), {"to": 2})

    product.refresh_from_db()
    assert images_of(product) == [third, second, first]
    assert third.original.name == f"{product.picture}-720.webp"


def test_a_removed_picture_is_gone_with_its_files(django_capture_on_commit_callbacks):
    product = ProductFactory()
    client = member_of(product.owner)
    upload(product, 2, client)
    first, second = images_of(product)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(act("remove", first))

    product.refresh_from_db()
    assert images_of(product) == [second]
    assert files() == {product.picture.removeprefix("products/")}


def test_the_last_picture_may_go_too(client):
    product = ProductFactory()
    upload(product, 1)

    member_of(product.owner).post(act("remove", images_of(product)[0]))

    product.refresh_from_db()
    assert (product.picture, images_of(product)) == ("", [])
    assert "no-picture" in client.get(product.get_absolute_url()).content.decode()


def test_a_picture_is_described_in_the_maker_s_words():
    product = ProductFactory()
    upload(product, 1)
    image = images_of(product)[0]

    member_of(product.owner).post(act("describe", image), {f"anh-{image.pk}-caption": "Mặt sau hộp"})

    assert images_of(product)[0].caption == "Mặt sau hộp"


@pytest.mark.parametrize("name", ["move", "remove", "describe"])
def test_a_stranger_s_picture_is_a_404(name):
    product = ProductFactory()
    upload(product, 1)
    image, stranger = images_of(product)[0], member_of()

    assert stranger.post(act(name, image)).status_code == 404
    assert stranger.get(room(product)).status_code == 404
    assert len(images_of(product)) == 1


def test_who_may_only_look_changes_no_picture():
    product = ProductFactory()

    assert upload(product, 1, member_of(product.owner, role="bookkeeper")).status_code == 403


def test_what_is_no_picture_is_refused_with_the_reason():
    product = ProductFactory()
    answer = member_of(product.owner).post(room(product), {"pictures": [SimpleUploadedFile("a.jpg", b"<svg/>")]})

    assert answer.status_code == 422 and "Không đọc được ảnh này" in answer.content.decode()


def test_an_upload_from_the_product_s_own_form_comes_first_and_eight_stay_eight():
    product = ProductFactory(criteria_set="QD26-09")
    client = member_of(product.owner)
    upload(product, MOST_PICTURES, client)
    before = images_of(product)

    client.post(reverse("workspace:product", args=[product.pk]), {"net_weight_g": "350", "picture": picture()})

    after = images_of(product)
    assert len(after) == MOST_PICTURES and after[1:] == before[:-1]
