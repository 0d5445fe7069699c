"""The producer's shipping card in the workspace."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from marketplace.shipping.models import DayOff, ShippingCard
from marketplace.shipping.services import MOST_DAYS_OFF
from tests.factories import ProducerFactory
from tests.marketplace.workspaces import ROOMS, member_of

pytestmark = pytest.mark.django_db
CARD = f"{ROOMS}gui-hang/"
TYPED = {
    "fee_province": "15000",
    "step_province": "3000",
    "fee_region": "22000",
    "step_region": "4000",
    "fee_country": "35000",
    "step_country": "8000",
    "first_grams": "1000",
    "free_from": "",
    "handling_days": "2",
    "reach": "3",
    "fresh_reach": "1",
    "paused_until": "",
}


def test_a_card_is_filled_in_and_kept():
    producer = ProducerFactory()

    answer = member_of(producer).post(CARD, TYPED)

    card = ShippingCard.objects.get(producer=producer)
    assert answer.status_code == 302
    assert (card.fee_country, card.free_from, card.handling_days, card.fresh_reach) == (35_000, None, 2, 1)


def test_a_preview_reckons_and_keeps_nothing():
    answer = member_of().post(CARD, TYPED | {"preview": "1"})

    assert [sample["fee"] for sample in answer.context["samples"]] == [15_000, 30_000, 99_000]
    assert not ShippingCard.objects.exists()


def test_a_zone_out_of_reach_has_no_fee_in_the_preview():
    answer = member_of().post(CARD, TYPED | {"preview": "1", "reach": "1"})

    assert [sample["fee"] for sample in answer.context["samples"]] == [15_000, None, None]


@pytest.mark.parametrize(
    "wrong",
    [
        {"fee_province": "-1"},
        {"fee_country": "9000000"},
        {"first_grams": "0"},
        {"handling_days": "99"},
        {"reach": "9"},
        {"reach": "1", "fresh_reach": "3"},
        {"paused_until": "2999-01-01"},
        {"fee_region": ""},
    ],
)
def test_a_wrong_card_is_refused_in_words(wrong):
    answer = member_of().post(CARD, TYPED | wrong)

    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()
    assert not ShippingCard.objects.exists()


@pytest.mark.parametrize("role", ["packer", "bookkeeper"])
def test_only_who_sells_changes_the_card(role):
    client = member_of(role=role)

    assert client.get(CARD).status_code == 200
    assert client.post(CARD, TYPED).status_code == 403
    assert client.post(f"{CARD}ngay-nghi/", {}).status_code == 403


def test_days_off_come_and_go():
    producer, today = ProducerFactory(), localdate()
    client = member_of(producer)

    client.post(f"{CARD}ngay-nghi/", {"first": today.isoformat(), "last": (today + timedelta(days=3)).isoformat()})
    off = DayOff.objects.get()
    client.post(f"{CARD}ngay-nghi/{off.pk}/bo/")

    assert off.card.producer == producer
    assert not DayOff.objects.exists()


@pytest.mark.parametrize(("first", "last"), [(3, 1), (-9, -8), (1, 90), (500, 501)])
def test_days_off_that_cannot_be_are_refused(first, last):
    today = localdate()

    answer = member_of().post(
        f"{CARD}ngay-nghi/",
        {"first": (today + timedelta(days=first)).isoformat(), "last": (today + timedelta(days=last)).isoformat()},
    )

    assert answer.status_code == 422
    assert not DayOff.objects.exists()


def test_too_many_days_off_are_refused():
    producer, today = ProducerFactory(), localdate()
    card = ShippingCard.objects.create(producer=producer)
    DayOff.objects.bulk_create([DayOff(card=card, first=today, last=today)] * MOST_DAYS_OFF)

    member_of(producer).post(f"{CARD}ngay-nghi/", {"first": today.isoformat(), "last": today.isoformat()})

    assert DayOff.objects.count() == MOST_DAYS_OFF
