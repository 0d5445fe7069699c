"""Prints: the same seed gives the same picture, and a picture shows what the name says."""

from io import BytesIO

import pytest
from PIL import Image

from catalogue import ocop
from catalogue.gallery import store_picture
from catalogue.picture_files import WIDTHS, encoded, fitting, write_picture
from catalogue.pictures import picture_srcset, picture_url
from marketplace.demo.rows import read_rows
from marketplace.illustrations import draw_product
from marketplace.illustrations.choose import BY_SET, choose
from tests.factories import BareProductFactory


def test_the_same_seed_draws_the_same_print_and_another_seed_another():
    one, again, other = (draw_product(seed, "Mật ong", "QD26-04").tobytes() for seed in ("P1", "P1", "P2"))

    assert one == again
    assert one != other


@pytest.mark.parametrize(
    ("name", "criteria_set", "vessel", "motif"),
    [
        ("Mật ong hoa rừng", "QD26-04", "jar", "bee"),
        ("Nước mắm Phú Quốc 40 độ đạm", "QD26-09", "bottle", "fish"),
        ("Trà hòa tan Gừng Chanh Sả", "QD26-12", "box", "ginger"),
        ("Đậu phộng sữa chua", "QD26-07", "small_jar", "peanut"),
        ("Nấm bào ngư xám", "QD26-01", "basket", "mushroom"),
        ("Giỏ trái đất", "QD26-21", "woven_basket", "lotus"),
        ("Du lịch cộng đồng Cồn Chim", "QD26-26", "stilt_house", "rice"),
        ("Một tên chẳng nói gì", "QD26-11", "tin", "tea"),
    ],
)
def test_a_print_shows_what_the_name_says(name, criteria_set, vessel, motif):
    subject = choose(name, criteria_set)

    assert (subject.vessel.__name__, subject.motif.__name__) == (vessel, motif)


def test_every_criteria_set_has_a_print_of_its_own_kind():
    assert sorted(BY_SET) == [known.number for known in ocop.CRITERIA_SETS.values()]
    assert all(choose("", code) for code in ocop.CRITERIA_SETS)


def test_most_products_of_the_list_are_drawn_by_name():
    rows = list(read_rows())
    by_set_alone = [row for row in rows if choose(row.product, row.criteria_set) == choose("", row.criteria_set)]

    assert len(by_set_alone) < len(rows) / 3


def test_a_picture_is_written_in_each_width_without_what_the_camera_knew(tmp_path):
    picture = Image.new("RGB", (900, 600), "red")
    picture.getexif()[0x9286] = "somewhere"

    write_picture(picture, tmp_path, "products/x")

    for width in WIDTHS:
        with Image.open(tmp_path / f"products/x-{width}.webp") as stored:
            assert stored.size == (width, width * 5 // 4)
            assert not stored.getexif()


@pytest.mark.parametrize(
    ("asked", "stored"), [(1, WIDTHS[0]), (WIDTHS[0], WIDTHS[0]), (WIDTHS[0] + 1, WIDTHS[1]), (5000, WIDTHS[-1])]
)
def test_the_smallest_width_that_suffices_is_given(asked, stored):
    assert fitting(asked) == stored


def test_a_small_print_stays_light():
    small = dict(encoded(draw_product("P1", "Vải thiều Lục Ngạn", "QD26-01")))[WIDTHS[0]]

    assert len(small) < 30_000


@pytest.mark.django_db
def test_a_product_gives_its_picture_without_a_query(django_assert_num_queries):
    product = BareProductFactory(picture="products/p001")

    with django_assert_num_queries(0):
        assert picture_url(product, 300) == "/media/products/p001-320.webp"
        assert picture_srcset(product).count("webp") == len(WIDTHS)


@pytest.mark.django_db
def test_a_product_without_a_picture_has_a_stand_in():
    product = BareProductFactory()

    assert picture_url(product, 300).endswith("no-picture.svg")
    assert picture_srcset(product) == ""


@pytest.mark.django_db
def test_an_uploaded_photograph_takes_the_illustration_s_place(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    upload = BytesIO()
    Image.new("RGB", (1000, 1000), "green").save(upload, "JPEG")
    product = BareProductFactory(is_illustrated=True)

    store_picture(product, upload)

    product.refresh_from_db()
    assert not product.is_illustrated
    assert (tmp_path / f"{product.picture}-720.webp").exists()
