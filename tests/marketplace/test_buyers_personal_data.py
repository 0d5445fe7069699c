"""A person's data: all of it in the file, and after the account's end nobody's name anywhere."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.urls import reverse
from django.utils.timezone import now
from PIL import Image

from marketplace.buyers.jobs import forget_people_who_left
from marketplace.buyers.models import InvoiceRequest, Review, SavedProduct
from marketplace.buyers.services.erasure import erase_account
from marketplace.buyers.services.personal_data import export_of
from marketplace.buyers.services.reviews import write_review
from marketplace.ledger.models import Posting
from marketplace.notifications import consents
from marketplace.notifications.models import Consent
from marketplace.order.models import Order, Parcel
from marketplace.order.returns import ReturnPhoto
from marketplace.order.services import complete_delivered
from marketplace.order.services.refund_accounts import save_refund_account
from marketplace.order.services.returns import ask_for_return, reject_return
from tests.factories import UserFactory
from tests.marketplace.buying import basket_of, delivery, order_of
from tests.marketplace.money import WEEK, all_pieces, delivered, pay, product_at
from tests.marketplace.test_buyers_account import leaving, signed_in

pytestmark = pytest.mark.django_db
EMAIL, PHONE, NAME, STREET = "thi.kiem@example.test", "+84909123457", "Nguyễn Thị Kiểm", "12 ngõ Bí Mật"
WORDS, HOLDER = "hũ mật bị nứt ở đáy", "NGUYEN THI KIEM"
TRACES = (EMAIL, PHONE, NAME, STREET, WORDS, HOLDER, "0011001234567")


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def person():
    return UserFactory(email=EMAIL, first_name="Kiểm", last_name="Nguyễn Thị", phone=PHONE)


@pytest.fixture
def order(settings, person):
    """Delivered, reviewed, with a return that was refused; its buyer has used every corner of the shop."""
    settings.STRIPE_SECRET_KEY = "sk_test_x"
    to = delivery(recipient=NAME, phone=PHONE, street=STREET, email=EMAIL)
    order = pay(order_of(basket_of((product_at(), 2)), to, method="card", user=person))
    parcel = delivered(order.parcels.get(), at=now())
    wish = {"pieces": all_pieces(parcel), "reason": "broken", "words": WORDS, "photos": [photo()]}
    reject_return(ask_for_return(parcel, **wish, at=now()), answer="hàng còn nguyên")
    line = order.lines.get()
    write_review(line, score=2, text="Tạm được", by=person)
    SavedProduct.objects.create(user=person, product=line.product)
    consents.record(consents.NEWS, EMAIL, is_given=True, language="vi", source="link")
    save_refund_account(order, bank="MB", number="0011001234567", holder=HOLDER, at=now())
    InvoiceRequest.objects.create(order=order, name="Công ty Mua", tax_code="0100109106", address="Hà Nội", email=EMAIL)
    return order


def photo():
    data = BytesIO()
    Image.new("RGB", (4, 4)).save(data, "WEBP")
    return ContentFile(data.getvalue(), "p.webp")


def finish(order):
    """The week for returns is over."""
    Parcel.objects.filter(order=order).update(delivered_at=now() - WEEK - timedelta(hours=1))
    complete_delivered(now())


def traces():
    """{table.column: what of the person stands there}, over every text of every table."""
    found = {}
    for model in (model for model in apps.get_models() if model._meta.managed):
        texts = [
            f
            for f in model._meta.concrete_fields
            if isinstance(f, models.CharField | models.TextField | models.JSONField)
        ]
        for row in model._default_manager.values_list(*(field.attname for field in texts)) if texts else ():
            for field, value in zip(texts, row, strict=True):
                if hits := [trace for trace in TRACES if trace in str(value)]:
                    found[f"{model._meta.label}.{field.name}"] = hits
    return found


def test_the_file_holds_returns_reviews_consents_wishes_messages_and_the_bank_account(order, person):
    answer = signed_in(person).post(reverse("account:personal-data-export"))

    told = json.loads(answer.content)
    [placed] = told["orders"]
    [wish] = placed["parcels"][0]["returns"]
    assert (wish["words"], wish["state"], len(wish["photos"])) == (WORDS, "rejected", 1)
    assert [(one["text"], one["score"]) for one in told["reviews"]] == [("Tạm được", 2)]
    assert [(one["purpose"], one["is_given"]) for one in told["consents"]] == [("news", True)]
    assert told["saved_products"] == [order.lines.get().product.title]
    assert placed["refund_account"]["number"] == "0011001234567"
    assert placed["invoice"]["tax_code"] == "0100109106"
    assert told["messages"]


def test_the_file_holds_nothing_of_others(order):
    assert not [trace for trace in (*TRACES, order.number) if trace in str(export_of(UserFactory()))]


def test_the_end_of_an_account_leaves_no_trace_of_the_person_but_in_the_invoice(order, person):
    finish(order)
    assert len(traces()) > 10
    before = list(Posting.objects.order_by("pk").values_list("amount", flat=True))

    leaving(person).post(reverse("account:erase"))

    assert traces() == {}
    order.refresh_from_db()
    assert (order.recipient, order.total > 0, order.lines.count()) == ("–", True, 1)
    assert list(Posting.objects.order_by("pk").values_list("amount", flat=True)) == before
    assert InvoiceRequest.objects.get().name == "Công ty Mua"
    assert (Review.objects.get().text, Consent.objects.get().is_given) == ("Tạm được", True)


def test_photos_of_returns_are_deleted_with_their_files(order, person, django_capture_on_commit_callbacks):
    finish(order)
    name = ReturnPhoto.objects.get().picture.name

    with django_capture_on_commit_callbacks(execute=True):
        erase_account(person)

    assert not ReturnPhoto.objects.exists()
    assert not default_storage.exists(name)


def test_an_order_under_way_keeps_where_it_goes_until_it_is_done(order, person):
    erase_account(person)
    forget_people_who_left(now())
    kept = Order.objects.get().street

    finish(order)
    forget_people_who_left(now())

    assert kept == STREET
    assert traces() == {}


def test_orders_of_people_who_stay_are_left_alone(order):
    finish(order)

    assert forget_people_who_left(now()) == 0
    assert Order.objects.get().recipient == NAME


@pytest.mark.parametrize(("start", "words"), [("", "Luật kế toán buộc giữ"), ("/en", "Accounting law makes us keep")])
def test_the_page_says_in_a_sentence_what_stays_and_why(person, start, words):
    assert words in signed_in(person).get(f"{start}/tai-khoan/du-lieu/").content.decode()
