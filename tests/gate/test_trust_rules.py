"""The rules that make the marketplace trustworthy, each shown at work; those of labels and codes (5, 6, 7 and 11) stand
in test_trust_rules_of_labels.py. What does not exist yet is said."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils.timezone import localdate, now

from catalogue import ocop, services
from catalogue.models import Certificate, CertificateEvent, Producer, Product, SaleEvent
from catalogue.queries import STATES_IN_FORCE
from marketplace.notifications.models import OutboxMessage
from marketplace.order.models import Line, Order, Parcel
from marketplace.order.services import Refused, call_off, deliver_parcel, ship_parcel
from marketplace.order.services.parcels import accept_parcel, pack_parcel
from marketplace.order.states import IllegalTransition
from tests.factories import (
    ONE_DAY,
    BareProductFactory,
    CertificateFactory,
    PlaceFactory,
    ProducerFactory,
    ProductFactory,
    UserFactory,
)
from tests.gate.channels import star_in
from tests.marketplace.buying import basket_of, order_of

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Asia/Ho_Chi_Minh")
OURS = ("catalogue", "traceability", "outlets", "stories", "search", "order", "basket", "partner", "producers")


def page_of(thing) -> str:
    return Client().get(thing.get_absolute_url()).content.decode()


def columns_of(*models) -> set[str]:
    return {field.name for model in models for field in model._meta.get_fields()}


def revoke(product, ground="c", on=None) -> Certificate:
    held = product.certificates.get(state__in=STATES_IN_FORCE)
    return services.revoke_certificate(held, ground=ground, decision_number="9/QĐ-UBND", on=on or localdate())


# 1 --------------------------------------------------------------------------------------------------
def test_rule_1_no_product_and_no_producer_has_a_star_of_its_own():
    assert not {name for name in columns_of(Product, Producer) if "star" in name}


@pytest.mark.parametrize("stars", ocop.CERTIFIED_STARS)
def test_rule_1_the_badge_is_the_star_of_the_certificate_row_or_none(stars):
    product = ProductFactory(certified__stars=stars)
    assert star_in(page_of(product)) == stars

    Certificate.objects.filter(product=product).update(state="superseded")

    assert star_in(page_of(product)) == 0


# 2 --------------------------------------------------------------------------------------------------
def test_rule_2_another_product_of_the_same_maker_has_no_badge_and_says_so():
    starred = ProductFactory()
    plain = ProductFactory(owner=starred.owner, certified=False, register_note="uncertified")

    html = page_of(plain)

    assert star_in(re.sub(r'<article class="product-card">.*?</article>', "", html, flags=re.DOTALL)) == 0
    assert "Chưa có chứng nhận OCOP" in html


# 3 --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("state", Certificate.State.values)
@pytest.mark.parametrize("days_left", [0, -1])
def test_rule_3_sellable_is_a_state_in_force_to_the_end_of_the_last_day(state, days_left, today):
    ends = {"revoked": {"revoked_on": today}, "withdrawn": {"withdrawn_on": today}}.get(state, {})
    last = today + days_left * ONE_DAY
    extension = {"extended_until": last, "extension_basis": "Điều 12.3"} if state == "extended" else {}
    until = last - ONE_DAY if extension else last
    product = ProductFactory(certified__state=state, certified__valid_until=until, **_certified(ends | extension))

    expected = state in ("issued", "in_renewal", "extended") and days_left == 0
    assert Product.objects.sellable(today).contains(product) is expected
    assert Product.objects.with_register().get(pk=product.pk).is_sellable(today) is expected


def _certified(facts: dict) -> dict:
    return {f"certified__{name}": value for name, value in facts.items()}


@pytest.mark.parametrize(
    "end",
    [
        lambda product: revoke(product),
        lambda product: revoke(product, on=localdate() - 30 * ONE_DAY),
        lambda product: services.suspend_sale(product, reason="chờ kiểm nghiệm"),
        lambda product: Producer.objects.filter(pk=product.owner_id).update(is_active=False),
    ],
    ids=["revoked between basket and order", "revoked for a day in the past", "suspended", "producer inactive"],
)
def test_rule_3_the_order_transaction_asks_again_whatever_was_shown_before(end):
    product = ProductFactory()
    basket = basket_of(product)

    end(product)

    with pytest.raises(Refused):
        order_of(basket)


def test_rule_3_29_february_counts_for_36_months_and_to_the_last_second():
    with time_machine.travel(datetime(2024, 2, 29, 9, tzinfo=HERE), tick=False) as clock:
        product = ProductFactory(certified=False)
        services.issue_certificate(product, stars=4, issued_on=localdate(), decision_number="1/QĐ-UBND")
        basket = basket_of(product)

        clock.move_to(datetime(2027, 3, 1, tzinfo=HERE))
        with pytest.raises(Refused):
            order_of(basket)
        clock.move_to(datetime(2027, 2, 28, 23, 59, 59, tzinfo=HERE))
        assert order_of(basket, at=now()).lines.get().certificate_until == date(2027, 2, 28)


# 4 --------------------------------------------------------------------------------------------------
def paid(order: Order) -> Order:
    """As if the card's money had come."""
    order.attempts.update(captured=order.total, state="succeeded")
    Order.objects.filter(pk=order.pk).update(payment_method="card", payment_state="paid", hold_until=None)
    order.refresh_from_db()
    return order


def test_rule_4_a_revocation_takes_badge_and_purchase_at_once():
    product = ProductFactory()

    revoke(product)

    html = page_of(product)
    assert star_in(html) == 0
    assert "/gio-hang/them/" not in html


def test_rule_4_a_paid_order_goes_on_with_its_certificate_as_it_was():
    product = ProductFactory(certified__stars=5)
    order = paid(order_of(basket_of(product)))
    parcel = order.parcels.get()

    revoke(product, ground="b")

    deliver_parcel(ship_parcel(pack_parcel(accept_parcel(parcel))))
    line = Line.objects.get(order=order)
    assert Parcel.objects.get(pk=parcel.pk).status == "delivered"
    assert (line.certificate_stars, line.certificate_until) == (5, product.certificates.get().valid_until)
    assert line.certificate_number == product.certificates.get().decision_number


def mails_about(order) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind="revoked", text__contains=order.number))


def test_rule_4_a_buyer_is_told_of_a_revocation_for_safety_and_may_cancel(django_capture_on_commit_callbacks):
    product = ProductFactory(title="Mật ong rừng")
    order = paid(order_of(basket_of(product)))

    with django_capture_on_commit_callbacks(execute=True):
        revoke(product, ground="c")

    (mail,) = mails_about(order)
    assert mail.to == "khach@example.test"
    assert "Mật ong rừng" in mail.text and "9/QĐ-UBND" in mail.text and "hủy kiện này" in mail.text
    call_off(order.parcels.get())
    assert order.parcels.get().status == "cancelled"
    assert order.attempts.get().refunds.get().amount == order.total
    assert not order.lines.get().num_allocated


def test_rule_4_the_order_page_offers_to_cancel_and_does_it():
    product = ProductFactory()
    order, client = paid(order_of(basket_of(product))), Client()
    client.post("/don-hang/", {"number": order.number, "phone": order.phone})
    path, warning = f"/don-hang/{order.number}/kien/1/huy/", "vừa bị thu hồi vì chất lượng"
    assert warning not in client.get(f"/don-hang/{order.number}/").content.decode()

    revoke(product, ground="c")

    assert warning in client.get(f"/don-hang/{order.number}/").content.decode()
    assert Client().post(path).status_code == 302
    assert order.parcels.get().status == "new"
    client.post(path)
    assert order.parcels.get().status == "cancelled"


def test_rule_4_a_cash_order_is_cancelled_without_a_refund():
    product = ProductFactory()
    order = order_of(basket_of(product))
    revoke(product, ground="c")

    call_off(order.parcels.get())

    order.refresh_from_db()
    assert order.payment_state == "cancelled"


@pytest.mark.parametrize("ground", sorted(set(ocop.REVOCATION_GROUNDS) - ocop.SAFETY_GROUNDS))
def test_rule_4_on_any_other_ground_nobody_is_alarmed(ground, django_capture_on_commit_callbacks):
    product = ProductFactory()
    order = paid(order_of(basket_of(product)))

    with django_capture_on_commit_callbacks(execute=True):
        revoke(product, ground=ground)

    assert mails_about(order) == []
    assert not Parcel.objects.unsafe().exists()


def test_rule_4_what_was_sent_is_told_of_but_no_longer_cancelled(django_capture_on_commit_callbacks):
    product = ProductFactory()
    order = paid(order_of(basket_of(product)))
    parcel = ship_parcel(pack_parcel(accept_parcel(order.parcels.get())))

    with django_capture_on_commit_callbacks(execute=True):
        revoke(product, ground="c")

    (mail,) = mails_about(order)
    assert "đã được gửi đi" in mail.text
    with pytest.raises(IllegalTransition):
        call_off(parcel)


# 8 --------------------------------------------------------------------------------------------------
def test_rule_8_no_score_is_kept_from_which_a_star_could_be_made():
    models = [model for label in OURS for model in apps.get_app_config(label).get_models()]
    ours = [model for model in models if model.__module__.split(".")[0] not in ("oscar", "wagtail")]

    own = {(m.__name__, f.name) for m in ours for f in m._meta.get_fields() if re.search(r"score|points|diem", f.name)}
    assert own <= {("ProductRecord", "score"), ("Product", "score")}  # Oscar's: how often something sells


@pytest.mark.parametrize("stars", [1, 2])
def test_rule_8_one_and_two_stars_are_refused_everywhere(stars, today):
    with pytest.raises(Exception, match="3, 4 và 5 sao"):
        services.issue_certificate(BareProductFactory(), stars=stars, issued_on=today)
    with pytest.raises(IntegrityError), transaction.atomic():
        CertificateFactory(stars=stars)


# 9 --------------------------------------------------------------------------------------------------
def test_rule_9_each_change_leaves_who_when_and_by_which_decision_in_public(today):
    officer, product = UserFactory(), ProductFactory(certified=False)
    held = services.issue_certificate(product, stars=3, issued_on=today, decision_number="1/QĐ-UBND", actor=officer)
    held = services.begin_renewal(held, on=today, actor=officer)
    until = held.valid_until + ONE_DAY
    held = services.extend_certificate(held, until=until, legal_basis="2/QĐ-UBND", on=today, actor=officer)
    services.revoke_certificate(held, ground="c", decision_number="3/QĐ-UBND", on=today, actor=officer)

    lines = CertificateEvent.objects.filter(certificate=held)
    assert [line.kind for line in lines] == ["issued", "in_renewal", "extended", "revoked"]
    assert {line.actor for line in lines} == {officer}
    assert all(now() - line.at < timedelta(minutes=1) for line in lines)
    for html in (page_of(held), page_of(product)):
        assert "3/QĐ-UBND" in html and "1/QĐ-UBND" in html


def test_rule_9_no_line_of_history_is_ever_changed_or_removed():
    held = services.issue_certificate(BareProductFactory(), stars=3, issued_on=localdate(), decision_number="1/QĐ")

    for statement in ("UPDATE catalogue_certificateevent SET note = 'khác'", "DELETE FROM catalogue_certificateevent"):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert held.events.get().note == ""


# 10 -------------------------------------------------------------------------------------------------
def test_rule_10_one_name_twice_is_two_products_of_two_producers():
    north, south = PlaceFactory(), PlaceFactory()
    one = ProductFactory(title="Mật ong", slug="mat-ong", owner=ProducerFactory(name="HTX Bình Minh", province=north))
    two = ProductFactory(
        title="Mật ong",
        slug="mat-ong",
        owner=ProducerFactory(name="HTX Bình Minh", province=south),
        certified__stars=5,
        certified__decision_number=one.certificates.get().decision_number,
    )

    revoke(two)

    assert one.get_absolute_url() != two.get_absolute_url()
    assert one.owner.slug != two.owner.slug
    assert star_in(page_of(one)) == 4
    assert star_in(re.sub(r'<article class="product-card">.*?</article>', "", page_of(two), flags=re.DOTALL)) == 0


# 12 -------------------------------------------------------------------------------------------------
def test_rule_12_the_platform_suspends_and_only_the_authority_revokes_in_two_records(today):
    """Complaints with receipt, deadline and outcome have no record yet; the two powers have."""
    operator, officer, product = UserFactory(), UserFactory(), ProductFactory()

    services.suspend_sale(product, reason="chờ kết quả kiểm nghiệm", actor=operator)

    held = product.certificates.get()
    assert held.is_in_force(today) and not product.is_sellable(today)
    assert SaleEvent.objects.get().actor == operator
    assert not CertificateEvent.objects.exists()

    services.resume_sale(product, actor=operator)
    services.revoke_certificate(held, ground="c", decision_number="9/QĐ-UBND", on=today, actor=officer)
    assert CertificateEvent.objects.get().actor == officer
    assert [event.kind for event in SaleEvent.objects.all()] == ["suspended", "resumed"]


def test_rule_12_an_operator_has_no_way_to_the_certificates():
    client = Client()
    operator = UserFactory(is_staff=True)
    client.force_login(operator)
    held = CertificateFactory()

    answer = client.post(
        f"/cms/chung-nhan/{held.pk}/thu-hoi/", {"ground": "c", "decision_number": "1", "on": "2026-01-01"}
    )

    assert answer.status_code in (302, 403, 404)
    assert Certificate.objects.get(pk=held.pk).state == "issued"


def test_rule_12_a_suspension_and_its_reason_are_said_in_public():
    product = services.suspend_sale(ProductFactory(), reason="chờ kết quả kiểm nghiệm")

    html = page_of(product)

    assert "chờ kết quả kiểm nghiệm" in html
    assert star_in(html) == 4
