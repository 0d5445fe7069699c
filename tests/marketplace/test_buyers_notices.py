"""One mail when a sold-out product can be bought again, to an address that was confirmed; never without a certificate."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.utils.timezone import now

from catalogue.services import suspend_sale
from marketplace.buyers.models import StockNotice
from marketplace.buyers.services.notices import ask_for_notice, confirm_notice, send_notices
from marketplace.notifications.models import OutboxMessage
from marketplace.partner.models import StockRecord
from tests.factories import ProductFactory, UserFactory

pytestmark = pytest.mark.django_db

EMAIL = "cho@example.test"


@pytest.fixture(autouse=True)
def fresh_counter():
    cache.clear()


@pytest.fixture
def product():
    return ProductFactory(title="Mật ong bạc hà", stocked__num_in_stock=0)


def ask(client, product, email=EMAIL):
    return client.post(f"/tai-khoan/bao-co-hang/{product.pk}/", {"email": email})


def restock(product):
    StockRecord.objects.filter(product=product).update(num_in_stock=5)


def waiting(product, email=EMAIL):
    return confirm_notice(ask_for_notice(product, email, language="vi", at=now()), at=now())


def mails(kind):
    return OutboxMessage.objects.filter(kind=kind)


def test_only_a_sold_out_product_offers_to_tell(client, product, today):
    ended = ProductFactory(stocked__num_in_stock=0)
    ended.certificates.update(state="withdrawn", withdrawn_on=today)

    pages = [client.get(one.get_absolute_url()).content.decode() for one in (product, ProductFactory(), ended)]

    assert ["Báo cho tôi khi có hàng" in page for page in pages] == [True, False, False]


def test_the_way_from_the_wish_to_the_mail(client, product):
    asked = ask(client, product)
    confirm = re.search(r"https?://[^/]+(/\S+xac-nhan\S+)", mails("stock_notice_confirm").get().text).group(1)
    seen = client.get(confirm)
    restock(product)
    before = send_notices(now())
    client.post(confirm)

    told, again = send_notices(now()), send_notices(now())

    assert asked.url == product.get_absolute_url()
    assert "Đúng, báo tôi" in seen.content.decode()
    assert (before, told, again) == (0, 1, 0)
    assert product.get_absolute_url() in mails("back_in_stock").get().text
    assert StockNotice.objects.get().state == "sent"


def test_the_form_on_a_kept_page_carries_each_visitors_own_token(product):
    statuses = []
    for email in ("mot@example.test", "hai@example.test"):
        visitor = Client(enforce_csrf_checks=True)
        page = visitor.get(product.get_absolute_url()).content.decode().split("bao-co-hang")[1]
        token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page).group(1)
        sent = {"email": email, "csrfmiddlewaretoken": token}
        statuses.append(visitor.post(f"/tai-khoan/bao-co-hang/{product.pk}/", sent).status_code)

    assert statuses == [302, 302]
    assert ask(Client(enforce_csrf_checks=True), product).status_code == 403


def test_opening_the_link_confirms_nothing(client, product):
    ask(client, product)

    client.get(f"/tai-khoan/bao-co-hang/xac-nhan/{StockNotice.objects.get().token}/")

    assert StockNotice.objects.get().state == "asked"


def test_the_answer_is_the_same_for_who_waits_already_and_one_mail_a_day_asks(product):
    first, second = ask(Client(), product), ask(Client(), product, "CHO@example.test")

    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert StockNotice.objects.count() == mails("stock_notice_confirm").count() == 1


def test_an_ended_certificate_or_a_stopped_sale_sends_no_mail(product, today):
    stopped = ProductFactory(stocked__num_in_stock=0)
    waiting(product), waiting(stopped)
    restock(product), restock(stopped)
    product.certificates.update(state="withdrawn", withdrawn_on=today)
    suspend_sale(stopped, reason="thử", actor=UserFactory())

    assert send_notices(now()) == 0
    assert not mails("back_in_stock").exists()


def test_who_stops_hears_nothing(client, product):
    notice = waiting(product)

    page = client.get(f"/tai-khoan/bao-co-hang/thoi/{notice.token}/")
    client.post(f"/tai-khoan/bao-co-hang/thoi/{notice.token}/")
    restock(product)

    assert "Thôi, đừng báo nữa" in page.content.decode()
    assert send_notices(now()) == 0


def test_after_the_mail_one_may_ask_again(client, product):
    waiting(product)
    restock(product)
    send_notices(now())
    StockRecord.objects.filter(product=product).update(num_in_stock=0)

    ask(client, product)

    assert sorted(StockNotice.objects.values_list("state", flat=True)) == ["asked", "sent"]


def test_ones_own_confirmed_address_needs_no_second_proof(product):
    user, client = UserFactory(email=EMAIL), Client()
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    client.force_login(user)

    ask(client, product)

    assert StockNotice.objects.get().state == "waiting"


def test_somebody_elses_address_needs_proof_though_signed_in(product):
    client = Client()
    client.force_login(UserFactory())

    ask(client, product)

    assert StockNotice.objects.get().state == "asked"


def test_a_mistaken_address_is_shown_again(client, product):
    answer = ask(client, product, "khong phai")

    assert answer.status_code == 422
    assert "khong phai" in answer.content.decode()


def test_ten_wishes_close_the_door_for_this_network_only(client, product):
    for number in range(10):
        ask(client, product, f"a{number}@example.test")

    elsewhere = client.post(f"/tai-khoan/bao-co-hang/{product.pk}/", {"email": EMAIL}, REMOTE_ADDR="203.0.113.9")

    assert ask(client, product).status_code == 429
    assert elsewhere.status_code == 302


def test_a_product_that_does_not_wait_for_stock_takes_no_address(client):
    ask(client, ProductFactory())

    assert not StockNotice.objects.exists()


def test_an_address_that_nobody_confirmed_is_forgotten_after_a_week(product):
    ask_for_notice(product, EMAIL, language="vi", at=now() - timedelta(days=8))
    kept = waiting(product, "khac@example.test")

    send_notices(now())

    assert list(StockNotice.objects.all()) == [kept]


def test_an_address_that_was_told_is_forgotten_after_three_months(product):
    old, young = waiting(product), waiting(product, "khac@example.test")
    StockNotice.objects.update(state="sent")
    StockNotice.objects.filter(pk=old.pk).update(asked_at=now() - timedelta(days=91))

    send_notices(now())

    assert list(StockNotice.objects.all()) == [young]


def test_a_person_who_chose_a_language_is_written_to_in_it(product):
    user, client = UserFactory(email=EMAIL, language="en"), Client()
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    client.post("/tai-khoan/password/reset/", {"email": EMAIL})
    client.force_login(user)
    ask(client, product)
    restock(product)
    send_notices(now())

    assert {message.language for message in OutboxMessage.objects.all()} == {"en"}
    assert mails("back_in_stock").get().subject.startswith("Back in stock")


def test_the_mail_speaks_the_visitors_language(client, product):
    client.post(f"/en/tai-khoan/bao-co-hang/{product.pk}/", {"email": EMAIL})

    assert "/en/tai-khoan/" in mails("stock_notice_confirm").get().text
