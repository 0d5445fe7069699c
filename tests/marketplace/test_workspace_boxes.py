"""When something falls out of a gift box, its producer is told once, with what could take its place."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from catalogue import services
from marketplace.notifications.models import OutboxMessage
from marketplace.producers.lost_parts import tell_of_lost_parts
from tests.factories import BoxFactory, ProductFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(today):
    """A box with two parts of other producers; the first one's certificate was just revoked."""
    made = BoxFactory(parts=[ProductFactory(title="Mật ong bạc hà"), ProductFactory(title="Trà shan tuyết")])
    revoke(made.parts.first().product, today)
    return made


def revoke(product, day):
    (held,) = product.certificates.all()
    services.revoke_certificate(held, ground="b", decision_number="9/QĐ-UBND", on=day)


def mails():
    return OutboxMessage.objects.filter(kind="box_part_lost").order_by("pk")


def test_the_boxes_producer_reads_what_fell_out_and_what_may_replace_it(box):
    ProductFactory(title="Mật ong hoa nhãn")

    tell_of_lost_parts(now())

    (mail,) = mails()
    assert mail.to == box.owner.email
    assert "Mật ong bạc hà" in mail.text and "đã bị thu hồi" in mail.text
    assert "- Mật ong hoa nhãn" in mail.text and f"/hop-qua/{box.pk}/" in mail.text
    assert "Trà shan tuyết" not in mail.text.split("Có thể thay bằng")[0]


def test_a_part_that_stays_out_is_told_once(box):
    for hours in (0, 1, 48):
        tell_of_lost_parts(now() + timedelta(hours=hours))

    assert mails().count() == 1


def test_a_second_part_that_falls_out_is_told_too(box, today):
    tell_of_lost_parts(now())
    revoke(box.parts.last().product, today)

    tell_of_lost_parts(now())

    assert [mail.text.count("Trà shan tuyết") for mail in mails()] == [0, 1]


def test_a_part_whose_certificate_runs_out_is_told_the_day_after(today):
    part = ProductFactory(certified__issued_on=today - timedelta(days=1000), certified__valid_until=today)
    BoxFactory(parts=[part])

    assert [tell_of_lost_parts(now()), tell_of_lost_parts(now() + timedelta(days=1))] == [0, 1]


def test_nobody_is_told_of_a_box_that_its_producer_does_not_sell(box):
    box.owner.is_active = False
    box.owner.save()

    tell_of_lost_parts(now())

    assert not mails().exists()
