from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils.timezone import now

from tests.factories import PlaceFactory, ProductFactory
from tests.traceability.factories import LotFactory, active_label, printed_sheet
from traceability import services
from traceability.models import Event, Label, Lot

pytestmark = pytest.mark.django_db


def test_a_lot_number_is_used_once_per_product_but_by_any_number_of_products():
    lot = LotFactory()

    services.create_lot(ProductFactory(), number=lot.number, quantity=1)
    with pytest.raises(ValidationError):
        services.create_lot(lot.product, number=f" {lot.number} ", quantity=1)


@pytest.mark.parametrize(
    ("produced", "packed", "expires"),
    [(2, 1, 9), (None, 5, 4)],
    ids=["packed before it was made", "expired when packed"],
)
def test_a_lot_with_dates_out_of_order_is_refused(today, produced, packed, expires):
    def day(shift):
        return shift and today + timedelta(days=shift)

    with pytest.raises(ValidationError):
        services.create_lot(
            ProductFactory(),
            number="1",
            quantity=1,
            produced_on=day(produced),
            packed_on=day(packed),
            expires_on=day(expires),
        )


def test_a_lot_without_a_pack_is_refused():
    with pytest.raises(ValidationError):
        services.create_lot(ProductFactory(), number="1", quantity=0)


def test_steps_come_in_the_order_they_happened_not_as_they_were_typed():
    lot, place = LotFactory(), PlaceFactory()
    services.add_step(lot, stage="pack", at=now(), place_text="Xưởng")
    services.add_step(lot, stage="harvest", at=now() - timedelta(days=9), place=place)

    assert [event.stage for event in Event.objects.of(lot)] == ["harvest", "pack"]


def test_a_step_of_an_unknown_stage_is_refused():
    with pytest.raises(ValidationError):
        services.add_step(LotFactory(), stage="magic", at=now())


@pytest.mark.parametrize(
    "statement",
    ["UPDATE traceability_event SET note = 'khác'", "DELETE FROM traceability_event"],
    ids=["changed", "removed"],
)
def test_a_recorded_step_can_never_be(statement):
    services.add_step(LotFactory(), stage="pack", at=now(), note="như đã ghi")

    with pytest.raises((IntegrityError, DatabaseError), match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert Event.objects.get().note == "như đã ghi"


def test_a_recalled_lot_says_why_and_is_closed_for_labels():
    lot = LotFactory()
    sheet = printed_sheet(lot)

    recalled = services.recall_lot(lot, "Phát hiện nấm mốc")

    assert (recalled.is_recalled, recalled.recall_reason) == (True, "Phát hiện nấm mốc")
    assert Event.objects.of(lot).get().stage == "recall"
    for refused in (lambda: services.generate_labels(lot, 1), lambda: services.activate_labels(sheet)):
        with pytest.raises(services.LotRecalled):
            refused()


def test_a_recall_without_a_reason_is_refused():
    with pytest.raises(ValueError):
        services.recall_lot(LotFactory(), "  ")


def test_an_activated_label_always_belongs_to_a_lot():
    label = active_label()

    with pytest.raises(IntegrityError), transaction.atomic():
        Label.objects.filter(pk=label.pk).update(lot=None)


def test_the_words_for_lots_and_their_labels_agree_with_what_was_made(django_assert_num_queries):
    lot = LotFactory(quantity=9)
    services.void_label(active_label(lot))
    printed_sheet(lot, 2)
    services.add_step(lot, stage="pack", at=now())

    with django_assert_num_queries(2):
        [found] = Lot.objects.of(lot.product).circulating().with_label_counts().with_events()
        stages = [event.stage for event in found.events.all()]

    assert (found.labels_made, found.labels_activated, found.labels_void) == (2, 0, 1)
    assert sorted(stages) == ["activate", "pack"]
    assert not Lot.objects.of_producer(ProductFactory().owner).exists()
