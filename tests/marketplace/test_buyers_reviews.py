"""Reviews: from delivered lines only, one each, photographs without their places, a reply, moderation on its record."""

import io

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now
from PIL import Image

from marketplace.buyers.models import Review, ReviewEvent, ReviewPhoto
from marketplace.buyers.reading import told_of
from marketplace.buyers.services.reviews import (
    AlreadyDone,
    NotReviewable,
    hide_review,
    let_stand,
    report_review,
    short_name,
    write_review,
)
from marketplace.order.models import Order, Parcel
from tests.factories import BoxFactory, ProducerFactory, ProductFactory, SizeFactory, UserFactory
from tests.marketplace.buying import basket_of, order_of
from tests.marketplace.cms import in_group
from tests.marketplace.workspaces import member_of, picture, review_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_counter():
    cache.clear()


def delivered(*products, **facts):
    order = order_of(basket_of(*(products or [ProductFactory()])), **facts)
    Parcel.objects.filter(order=order).update(status="delivered", delivered_at=now())
    Order.objects.filter(pk=order.pk).update(payment_state="paid")
    return order


def opened(order):
    client = Client()
    client.post("/don-hang/", {"number": order.number, "phone": "0912345678"})
    return client


def address_of(order):
    return reverse("account:review", args=[order.number, order.lines.get().pk])


def operator():
    client = Client()
    client.force_login(in_group("operator"))
    return client


def test_a_delivered_line_gets_its_one_review_and_the_product_page_shows_it():
    product = ProductFactory()
    order = delivered(product)
    client = opened(order)

    offered = client.get(order.get_absolute_url()).content.decode()
    client.post(address_of(order), {"score": "4", "text": "Thơm, đóng gói kỹ"})
    second = client.post(address_of(order), {"score": "1", "text": "khác"})
    page = Client().get(product.get_absolute_url()).content.decode()

    assert address_of(order) in offered
    assert Review.objects.get().score == 4
    assert second.url == order.get_absolute_url()
    assert "Thơm, đóng gói kỹ" in page
    assert "Nguyễn T. K." in page
    assert "Nguyễn Thị Kiểm" not in page


@pytest.mark.parametrize("status", ["new", "accepted", "packed", "shipped", "cancelled", "returned"])
def test_what_was_not_delivered_is_not_reviewed(status):
    order = delivered()
    Parcel.objects.filter(order=order).update(status=status)

    answer = opened(order).post(address_of(order), {"score": "5"})

    assert answer.status_code == 404
    with pytest.raises(NotReviewable):
        write_review(order.lines.get(), score=5, text="")


def test_without_proof_nobody_reviews_and_no_line_of_another_order():
    order, other = delivered(), delivered(ProductFactory())
    stranger = Client()
    stranger.force_login(UserFactory())
    crossed = reverse("account:review", args=[order.number, other.lines.get().pk])

    assert stranger.post(address_of(order), {"score": "5"}).status_code == 404
    assert stranger.get(address_of(order)).status_code == 404
    assert opened(order).post(crossed, {"score": "5"}).status_code == 404
    assert not Review.objects.exists()


@pytest.mark.parametrize("score", ["", "0", "6", "x"])
def test_a_score_is_one_of_five_words_and_a_mistake_keeps_the_text(score):
    order = delivered()

    answer = opened(order).post(address_of(order), {"score": score, "text": "Giữ lời này"})

    assert answer.status_code == 422
    assert "Giữ lời này" in answer.content.decode()


def test_photographs_lose_their_places():
    exif = Image.Exif()
    exif[0x010F] = "Máy ảnh"
    exif.get_ifd(0x8825)[2] = (10.0, 46.0, 0.0)
    order = delivered()

    opened(order).post(address_of(order), {"score": "5", "photos": [picture(exif=exif), picture()]})

    photos = ReviewPhoto.objects.all()
    assert len(photos) == 2
    with photos[0].file.open() as file:
        stored = Image.open(io.BytesIO(file.read()))
    assert stored.format == "WEBP"
    assert not stored.getexif()


@pytest.mark.parametrize("many", [5])
def test_more_than_four_photographs_are_refused(many):
    order = delivered()

    answer = opened(order).post(address_of(order), {"score": "5", "photos": [picture() for _ in range(many)]})

    assert answer.status_code == 422
    assert not Review.objects.exists()


def test_a_review_of_a_pack_size_stands_on_its_products_page():
    size = SizeFactory()
    order = delivered(size)

    write_review(order.lines.get(), score=5, text="Hũ nhỏ tiện")

    assert "Hũ nhỏ tiện" in Client().get(size.get_absolute_url()).content.decode()


def test_a_gift_boxs_page_shows_its_reviews():
    box = BoxFactory(parts=[ProductFactory(), ProductFactory()])

    write_review(delivered(box).lines.get(), score=5, text="Hộp đẹp")

    assert "Hộp đẹp" in Client().get(box.get_absolute_url()).content.decode()


def test_scores_are_words_and_bars_and_no_row_of_stars():
    product = ProductFactory()
    write_review(delivered(product).lines.get(), score=5, text="Ngon")

    section = Client().get(product.get_absolute_url()).content.decode().split('id="danh-gia"')[1].split("</section>")[0]

    assert "Rất hài lòng" in section
    assert "★" not in section
    assert "star-plate" not in section
    assert "không phải hạng sao OCOP" in section


def test_the_sums_are_of_shown_reviews_only():
    product = ProductFactory()
    orders = [delivered(product) for _ in range(3)]
    reviews = [
        write_review(order.lines.get(), score=score, text="") for order, score in zip(orders, (5, 4, 1), strict=True)
    ]
    hide_review(reviews[2], reason="thử", by=UserFactory())

    told = told_of(product.pk)

    assert (told.count, told.happy) == (2, 100)
    assert [bar.count for bar in told.bars] == [1, 1, 0, 0, 0]


def test_a_kept_page_shows_a_new_review_and_hides_a_hidden_one_on_the_next_request(client):
    product = ProductFactory()
    address = product.get_absolute_url()
    pages = [client.get(address).content.decode()]
    review = write_review(delivered(product).lines.get(), score=5, text="Mới viết")
    pages.append(client.get(address).content.decode())
    hide_review(review, reason="thử", by=UserFactory())
    pages.append(client.get(address).content.decode())
    let_stand(review, reason="xem lại", by=UserFactory())
    pages.append(client.get(address).content.decode())

    assert ["Mới viết" in page for page in pages] == [False, True, False, True]


def test_a_kept_page_with_reviews_costs_five_queries(client):
    product = ProductFactory()
    write_review(delivered(product).lines.get(), score=5, text="Ngon")
    for _ in range(2):
        client.get(product.get_absolute_url())

    with CaptureQueriesContext(connection) as queries:
        Client().get(product.get_absolute_url())

    assert len(queries) <= 5


# The producer's reply


def test_a_producer_answers_once_and_only_its_own():
    mine, theirs = review_of(ProducerFactory()), review_of(ProducerFactory())
    member = member_of(mine.product.owner, "seller")

    first = member.post(reverse("workspace:review-reply", args=[mine.pk]), {"text": "Cảm ơn bạn"})
    member.post(reverse("workspace:review-reply", args=[mine.pk]), {"text": "Lời khác"})
    foreign = member.post(reverse("workspace:review-reply", args=[theirs.pk]), {"text": "x"})

    mine.refresh_from_db()
    assert first.url == reverse("workspace:reviews")
    assert mine.reply == "Cảm ơn bạn"
    assert foreign.status_code == 404
    assert "Cảm ơn bạn" in Client().get(mine.product.get_absolute_url()).content.decode()


def test_a_packer_reads_and_does_not_answer():
    review = review_of(ProducerFactory())
    packer = member_of(review.product.owner, "packer")

    assert packer.get(reverse("workspace:reviews")).status_code == 200
    assert packer.post(reverse("workspace:review-reply", args=[review.pk]), {"text": "x"}).status_code == 403


# Moderation


def test_a_report_puts_a_review_before_the_operators_and_changes_nothing_else(client):
    review = review_of(ProducerFactory())

    client.post(reverse("account:review-report", args=[review.pk]), {"reason": "bịa đặt"})

    review.refresh_from_db()
    assert review.state == "shown"
    assert list(Review.objects.to_look_at()) == [review]
    assert "bịa đặt" in operator().get(reverse("buyer-reviews:review", args=[review.pk])).content.decode()


def test_what_was_let_stand_is_looked_at_again_only_after_another_report():
    review = review_of(ProducerFactory())
    report_review(review, reason="một")
    let_stand(review, reason="đã xem", by=UserFactory())
    stood = list(Review.objects.to_look_at())

    report_review(review, reason="hai")

    assert stood == []
    assert list(Review.objects.to_look_at()) == [review]


def test_an_operator_hides_with_a_reason_and_the_photographs_lose_their_address():
    order = delivered()
    opened(order).post(address_of(order), {"score": "1", "text": "xấu", "photos": [picture()]})
    review, old = Review.objects.get(), ReviewPhoto.objects.get().file.name
    moderator = operator()
    address = reverse("buyer-reviews:review", args=[review.pk])

    without = moderator.post(address, {"act": "hide", "reason": " "})
    moderator.post(address, {"act": "hide", "reason": "lời thô tục"})

    review.refresh_from_db()
    event = review.events.last()
    assert without.status_code == 200
    assert review.state == "hidden"
    assert (event.kind, event.reason, bool(event.actor)) == ("hidden", "lời thô tục", True)
    assert old.startswith("reviews/")
    assert ReviewPhoto.objects.get().file.name.startswith("private/")
    assert default_storage.exists(ReviewPhoto.objects.get().file.name)
    with pytest.raises(AlreadyDone):
        hide_review(review, reason="lại", by=UserFactory())


@pytest.mark.parametrize("who", ["buyer", "producer"])
def test_nobody_else_moderates(who):
    review = review_of(ProducerFactory())
    client = Client()
    client.force_login(UserFactory())
    client = member_of(review.product.owner) if who == "producer" else client

    for address in (reverse("buyer-reviews:index"), reverse("buyer-reviews:review", args=[review.pk])):
        assert client.get(address).status_code == 403
        assert client.post(address, {"act": "hide", "reason": "x"}).status_code in (403, 405)
    assert Review.objects.get().state == "shown"


def test_a_hidden_review_cannot_be_reported_or_answered(client):
    review = review_of(ProducerFactory())
    hide_review(review, reason="thử", by=UserFactory())

    assert client.get(reverse("account:review-report", args=[review.pk])).status_code == 404
    member = member_of(review.product.owner)
    assert member.post(reverse("workspace:review-reply", args=[review.pk]), {"text": "x"}).status_code == 404


def test_the_history_of_a_review_is_append_only():
    review = review_of(ProducerFactory())
    report_review(review, reason="một")

    for change in (lambda: ReviewEvent.objects.update(reason="khác"), lambda: ReviewEvent.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_oscars_own_desk_of_reviews_is_not_there():
    assert operator().get("/quan-tri/reviews/").status_code == 404


@pytest.mark.parametrize(
    ("name", "short"), [("Nguyễn Thị Kiểm", "Nguyễn T. K."), ("Lan", "Lan"), ("", ""), (" a  b ", "a b.")]
)
def test_a_name_is_shortened(name, short):
    assert short_name(name) == short


def test_the_list_of_all_reviews_answers_within_its_budget(client, django_assert_max_num_queries):
    product = ProductFactory()
    for _ in range(3):
        write_review(delivered(product).lines.get(), score=5, text="Ngon")

    with django_assert_max_num_queries(8):
        page = client.get(reverse("catalogue:reviews", args=[product.slug, product.pk]))

    assert page.content.decode().count('class="review"') == 3
