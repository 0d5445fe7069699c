"""What a buyer changes after ordering, on the pages: calling pieces off, asking for a return."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now
from PIL import Image

from marketplace.order.models import Parcel
from marketplace.order.returns import ReturnPhoto, ReturnRequest
from marketplace.order.services.returns import TooLate, approve_return, ask_for_return, lapse_return, settle_return
from marketplace.partner.models import StockRecord
from marketplace.payment.models import Refund
from tests.factories import UserFactory
from tests.marketplace.buying import basket_of, order_of
from tests.marketplace.money import WEEK, card_order, delivered, product_at, shipped
from tests.marketplace.workspaces import picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def buyer_of(order):
    """The browser that gave number and phone."""
    client = Client()
    client.post("/don-hang/", {"number": order.number, "phone": order.phone})
    return client


def page(client, order, path=""):
    return client.get(f"/don-hang/{order.number}/{path}").content.decode()


def line_field(order, count):
    return {f"line-{order.lines.get().pk}": str(count)}


def test_a_buyer_calls_one_of_three_off_and_its_money_goes_back_at_once(settings):
    order = card_order(settings, (product_at(33_333, stock=10), 3))
    client = buyer_of(order)

    answer = client.post(f"/don-hang/{order.number}/kien/1/huy/", {**line_field(order, 1), "reason": "đặt nhầm"})

    assert answer.status_code == 302
    assert Refund.objects.get().amount == 33_333
    assert StockRecord.objects.get().num_allocated == 2
    shown = page(client, order)
    assert "Đã hủy 1" in shown
    assert "đặt nhầm" in shown
    assert "33.333" in shown


def test_calling_all_pieces_off_ends_the_parcel_and_gives_the_shipping_back(settings):
    order = card_order(settings, (product_at(), 2))

    buyer_of(order).post(f"/don-hang/{order.number}/kien/1/huy/", line_field(order, 2))

    assert Parcel.objects.get().status == "cancelled"
    assert Refund.objects.get().amount == order.total


@pytest.mark.parametrize("count", [0, 3, "x", -1])
def test_a_number_that_cannot_be_called_off_is_refused_in_words(settings, count):
    order = card_order(settings, (product_at(), 2))

    answer = buyer_of(order).post(f"/don-hang/{order.number}/kien/1/huy/", line_field(order, count))

    assert answer.status_code == 422
    assert not Refund.objects.exists()


def test_a_parcel_on_its_way_says_why_it_is_not_called_off(settings):
    order = card_order(settings, product_at())
    shipped(order.parcels.get())
    client = buyer_of(order)

    answer = client.post(f"/don-hang/{order.number}/kien/1/huy/", follow=True)

    assert "không hủy được nữa" in answer.content.decode()
    assert "nhận xong bạn có 7 ngày để trả hàng" in page(client, order)
    assert Parcel.objects.get().status == "shipped"


@pytest.mark.parametrize("path", ["kien/1/huy/", "kien/1/tra-hang/", "tra-hang/1/rut/", "tra-hang/anh/1/"])
def test_a_stranger_changes_nothing_and_learns_nothing(settings, path):
    order = card_order(settings, product_at())
    delivered(order.parcels.get())
    answers = [
        (
            Client().post(f"/don-hang/{number}/{path}").status_code,
            Client().get(f"/don-hang/{number}/{path}").status_code,
        )
        for number in (order.number, "OC0000000000")
    ]

    assert answers[0] == answers[1]
    assert set(answers[0]) <= {302, 404, 405}
    assert not Refund.objects.exists()
    assert not ReturnRequest.objects.exists()


def test_another_persons_order_behind_a_login_is_not_found(settings):
    order = card_order(settings, product_at(), user=UserFactory())
    client = Client()
    client.force_login(UserFactory())

    assert client.get(f"/don-hang/{order.number}/kien/1/huy/", follow=True).status_code == 404
    assert client.get(f"/don-hang/{order.number}/kien/1/tra-hang/", follow=True).status_code == 404


def phone_photo():
    """As a phone sends it: with the place where it was taken."""
    out, exif = BytesIO(), Image.Exif()
    exif[0x010F] = "NHA-SAN-XUAT-MAY"
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (800, 600), "orange").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("anh.jpg", out.getvalue(), content_type="image/jpeg")


def ask(client, order, *, count=1, photos=(), reason="broken"):
    data = {**line_field(order, count), "reason": reason, "words": "Vỡ nắp", "photos": list(photos)}
    return client.post(f"/don-hang/{order.number}/kien/1/tra-hang/", data)


def test_a_buyer_asks_for_a_return_with_photos_of_which_only_pixels_are_kept(settings):
    order = card_order(settings, (product_at(), 2))
    delivered(order.parcels.get())
    client = buyer_of(order)

    answer = ask(client, order, photos=[phone_photo(), picture()])

    assert answer.status_code == 302
    wish = ReturnRequest.objects.get()
    assert (wish.state, wish.lines.get().quantity) == ("requested", 1)
    for kept in ReturnPhoto.objects.all():
        with kept.picture.open("rb") as file:
            data = file.read()
        assert b"NHA-SAN-XUAT" not in data
        assert not Image.open(BytesIO(data)).getexif()
    assert ReturnPhoto.objects.count() == 2
    assert "Chờ nhà sản xuất trả lời" in page(client, order)


def test_the_photo_is_shown_to_its_buyer_and_to_no_stranger(settings):
    order = card_order(settings, product_at())
    delivered(order.parcels.get())
    client = buyer_of(order)
    ask(client, order, photos=[picture()])
    path = f"/don-hang/{order.number}/tra-hang/anh/{ReturnPhoto.objects.get().pk}/"

    shown = client.get(path)

    assert (shown.status_code, shown["Content-Type"]) == (200, "image/webp")
    assert b"".join(shown.streaming_content)
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"count": 0, "photos": 1}, "Hãy chọn ít nhất một món"),
        ({"photos": 0}, "Hãy gửi ít nhất một ảnh"),
        ({"photos": 6}, "nhiều nhất 5 ảnh"),
        ({"photos": "text"}, "Không đọc được ảnh này"),
        ({"photos": 1, "reason": "x"}, "Có chỗ chưa đúng"),
    ],
)
def test_a_wish_that_lacks_something_is_refused_in_words(settings, wish, words):
    order = card_order(settings, product_at())
    delivered(order.parcels.get())
    given = wish.pop("photos")
    photos = [SimpleUploadedFile("a.jpg", b"no picture")] if given == "text" else [picture() for _ in range(given)]

    answer = ask(buyer_of(order), order, photos=photos, **wish)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ReturnRequest.objects.exists()


def test_goods_that_are_simply_not_wanted_need_no_photo(settings):
    order = card_order(settings, product_at())
    delivered(order.parcels.get())

    assert ask(buyer_of(order), order, reason="mind").status_code == 302


def test_after_seven_days_the_page_offers_no_return_and_says_so(settings):
    order = card_order(settings, product_at())
    parcel = delivered(order.parcels.get(), at=now() - WEEK)
    client = buyer_of(order)

    answer = ask(client, order, reason="mind")

    assert answer.status_code == 302
    assert not ReturnRequest.objects.exists()
    with pytest.raises(TooLate):
        ask_for_return(parcel, pieces={order.lines.get().pk: 1}, reason="mind", at=now())


def test_the_last_second_of_the_seventh_day_still_counts(settings):
    order = card_order(settings, product_at())
    parcel = delivered(order.parcels.get(), at=now())
    end = parcel.delivered_at + WEEK

    wish = ask_for_return(parcel, pieces={order.lines.get().pk: 1}, reason="mind", at=end - timedelta(seconds=1))

    assert wish.is_open


def test_a_buyer_takes_the_wish_back_and_may_ask_again(settings):
    order = card_order(settings, product_at())
    delivered(order.parcels.get())
    client = buyer_of(order)
    ask(client, order, reason="mind")

    client.post(f"/don-hang/{order.number}/tra-hang/{ReturnRequest.objects.get().pk}/rut/")

    assert ReturnRequest.objects.get().state == "withdrawn"
    assert ask(client, order, reason="mind").status_code == 302
    assert ReturnRequest.objects.count() == 2


def test_a_second_wish_for_a_parcel_waits_for_the_first(settings):
    order = card_order(settings, (product_at(), 2))
    delivered(order.parcels.get())
    client = buyer_of(order)
    ask(client, order, reason="mind")

    ask(client, order, reason="mind")

    assert ReturnRequest.objects.count() == 1


def test_a_return_gives_back_its_pieces_and_its_shipping_only_when_told_to(settings):
    order = card_order(settings, (product_at(33_333), 2))
    parcel = delivered(order.parcels.get())
    wish = ask_for_return(parcel, pieces={order.lines.get().pk: 2}, reason="broken", at=now())

    settled = settle_return(approve_return(wish), with_shipping=True)

    assert settled.amount == Refund.objects.get().amount == order.total


def test_goods_that_do_not_come_are_waited_for_fourteen_days(settings):
    order = card_order(settings, product_at())
    parcel = delivered(order.parcels.get())
    wish = approve_return(ask_for_return(parcel, pieces={order.lines.get().pk: 1}, reason="mind", at=now()))
    with pytest.raises(TooLate):
        lapse_return(wish, at=now() + timedelta(days=13))

    assert lapse_return(wish, at=now() + timedelta(days=14)).state == "lapsed"


def test_cash_already_paid_comes_back_by_a_transfer_that_a_person_makes():
    order = order_of(basket_of(product_at()))
    parcel = delivered(order.parcels.get())

    settle_return(ask_for_return(parcel, pieces={order.lines.get().pk: 1}, reason="broken", at=now()))

    assert list(Refund.objects.by_hand()) == [Refund.objects.get()]
    assert not Refund.objects.to_submit().exists()


def test_an_order_page_with_an_open_return_asks_at_most_fifteen_questions(settings, django_assert_max_num_queries):
    user = UserFactory()
    order = card_order(settings, product_at(), product_at(), user=user)
    for parcel in order.parcels.all():
        wish = {"pieces": {line.pk: 1 for line in parcel.lines.all()}, "reason": "mind"}
        ask_for_return(delivered(parcel), **wish, at=now())
    client = Client()
    client.force_login(user)
    page(client, order)

    with django_assert_max_num_queries(15):
        assert "Rút yêu cầu" in page(client, order)
