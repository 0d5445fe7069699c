"""A product in one screen: safe text, pictures written anew, out of sight until certified."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from catalogue.models import Product
from catalogue.services import issue_certificate
from marketplace.producers import pictures
from marketplace.producers.texts import clean_description, plain
from tests.factories import BareProductFactory, ProducerFactory, ProductFactory
from tests.marketplace.workspaces import member_of, picture

ADD = reverse("workspace:product-add")
TYPED = {"title": "Mắm ruốc Hậu Lộc", "criteria_set": "QD26-09", "net_weight_g": "350"}


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.django_db
def test_a_new_product_waits_for_an_officer_and_is_out_of_public_sight(today):
    producer = ProducerFactory()
    client = member_of(producer)

    answer = client.post(ADD, TYPED, follow=True)

    product = Product.objects.get(owner=producer)
    assert "Chờ cán bộ ghi nhận chứng nhận" in answer.content.decode()
    assert not product.is_public
    assert product.province == producer.province
    assert not product.is_sellable(today)


@pytest.mark.django_db
def test_the_first_certificate_brings_the_product_into_sight(today, django_capture_on_commit_callbacks):
    product = BareProductFactory(is_public=False)

    with django_capture_on_commit_callbacks(execute=True):
        issue_certificate(product, stars=3, issued_on=today)

    assert Product.objects.get(pk=product.pk).is_public


@pytest.mark.django_db
def test_a_product_taken_out_of_sight_later_stays_out(today, django_capture_on_commit_callbacks):
    product = ProductFactory(certified__issued_on=date(2020, 1, 1))
    Product.objects.filter(pk=product.pk).update(is_public=False)

    with django_capture_on_commit_callbacks(execute=True):
        issue_certificate(product, stars=3, issued_on=today)

    assert not Product.objects.get(pk=product.pk).is_public


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x" * 300},
        {"criteria_set": "QD26-99"},
        {"criteria_set": ""},
        {"net_weight_g": "nửa ký"},
        {"net_weight_g": "0"},
        {"net_weight_g": "99999999999999"},
        {"description": "x" * 7000},
    ],
)
def test_a_mistake_is_explained_and_what_was_typed_stays(wrong):
    answer = member_of().post(ADD, TYPED | {"ingredients": "ruốc, muối"} | wrong)

    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()
    assert "ruốc, muối" in answer.content.decode()
    assert not Product.objects.exists()


@pytest.mark.django_db
def test_a_certified_product_keeps_the_name_on_its_certificate():
    product = ProductFactory(title="Mật ong đã chứng nhận")

    member_of(product.owner).post(
        reverse("workspace:product", args=[product.pk]), TYPED | {"title": "Rượu lậu", "storage": "Nơi mát"}
    )

    product.refresh_from_db()
    assert (product.title, product.storage, product.net_weight_g) == ("Mật ong đã chứng nhận", "Nơi mát", 350)


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        '<p style="position:fixed">x</p>',
        "<svg/onload=alert(1)>",
    ],
)
def test_a_description_carries_no_code(attack):
    cleaned = clean_description(f"<p>Ngon</p>{attack}")

    assert cleaned.startswith("<p>Ngon</p>")
    assert not any(word in cleaned for word in ("script", "onerror", "javascript", "style", "onload", "<svg"))


def test_lines_become_paragraphs_and_come_back_as_lines():
    written = "Cơm dừa & đường\nĐộ ẩm < 5%"

    assert clean_description(written) == "<p>Cơm dừa &amp; đường</p><p>Độ ẩm &lt; 5%</p>"
    assert plain(clean_description(written)) == written


@pytest.mark.django_db
def test_a_picture_is_stored_without_what_the_phone_wrote_into_it(settings):
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "NHAN-MAY-ANH", 6  # the maker of the camera; lies on its side
    product = ProductFactory()
    address = reverse("workspace:product", args=[product.pk])
    upload = picture((2400, 1600), exif=exif)
    assert b"NHAN-MAY-ANH" in upload.read()
    upload.seek(0)

    assert member_of(product.owner).post(address, TYPED | {"picture": upload}).status_code == 302

    product.refresh_from_db()
    stored = sorted(Path(settings.MEDIA_ROOT).rglob("*.webp"))
    assert stored
    assert product.picture in stored[0].as_posix()
    for path in stored:
        assert b"NHAN-MAY-ANH" not in path.read_bytes()
        with Image.open(path) as image:
            assert not image.getexif()
            assert image.height > image.width


@pytest.mark.django_db
def test_an_own_photograph_takes_the_place_of_the_illustration():
    product = ProductFactory(is_illustrated=True, picture="products/minh-hoa")

    member_of(product.owner).post(reverse("workspace:product", args=[product.pk]), TYPED | {"picture": picture()})

    product.refresh_from_db()
    assert not product.is_illustrated
    assert product.picture != "products/minh-hoa"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("upload", "complaint"),
    [
        (SimpleUploadedFile("a.jpg", b"<script>alert(1)</script>"), "Không đọc được ảnh này"),
        (SimpleUploadedFile("a.jpg", b"\xff\xd8\xff\xe0" + b"0" * 500), "Không đọc được ảnh này"),
        (picture((100, 100)), "Ảnh quá nhỏ"),
        (picture(fmt="GIF"), "Không đọc được ảnh này"),
        (SimpleUploadedFile("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'), "Không đọc được ảnh này"),
    ],
)
def test_what_is_no_usable_picture_is_refused_with_a_reason(upload, complaint):
    answer = member_of().post(ADD, TYPED | {"picture": upload})

    assert answer.status_code == 422
    assert complaint in answer.content.decode()
    assert not Product.objects.exists()


def test_a_cut_off_file_is_unreadable():
    whole = picture().read()

    with pytest.raises(pictures.NotAPicture) as refusal:
        pictures.reencode(SimpleUploadedFile("a.jpg", whole[: len(whole) // 2]))

    assert refusal.value.why == "unreadable"


def test_a_bomb_is_refused_before_its_pixels_are_unpacked():
    out = BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")

    with pytest.raises(pictures.NotAPicture) as refusal:
        pictures.reencode(SimpleUploadedFile("a.png", out.getvalue()))

    assert refusal.value.why == "too_big"


def test_a_file_over_ten_megabytes_is_not_even_opened():
    with pytest.raises(pictures.NotAPicture) as refusal:
        pictures.reencode(SimpleUploadedFile("a.jpg", b"0" * (pictures.LARGEST_FILE + 1)))

    assert refusal.value.why == "too_big"


def test_transparency_becomes_white():
    out = BytesIO()
    Image.new("RGBA", (400, 400), (0, 0, 0, 0)).save(out, "PNG")

    stored = Image.open(pictures.reencode(SimpleUploadedFile("a.png", out.getvalue())))

    assert stored.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
