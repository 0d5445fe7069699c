from datetime import timedelta

import pypdfium2
import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils.timezone import now

from tests.factories import PlaceFactory, ProductFactory
from tests.traceability.factories import LotFactory, active_label, printed_sheet
from tests.traceability.fonts import label_fonts
from traceability import services, sheets
from traceability.codes import is_code
from traceability.models import Event, Label, Lot

pytestmark = pytest.mark.django_db


@pytest.fixture
def fonts(monkeypatch):
    found = label_fonts()
    monkeypatch.setattr(services, "label_fonts", lambda: found)


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


def test_labels_of_a_lot_are_distinct_valid_codes():
    sheet = services.generate_labels(LotFactory(), 20)

    codes = set(sheet.labels.values_list("code", flat=True))

    assert len(codes) == 20
    assert all(is_code(code) for code in codes)


def test_unit_labels_never_exceed_the_packs_of_the_lot():
    lot = LotFactory(quantity=5)
    services.generate_labels(lot, 3)

    with pytest.raises(services.TooManyLabels) as refusal:
        services.generate_labels(lot, 3)
    assert refusal.value.left == 2
    assert lot.labels.count() == 3


def test_a_void_label_may_be_made_again():
    lot = LotFactory(quantity=1)
    label = active_label(lot)
    services.void_label(label, reason="in lỗi")

    assert services.generate_labels(lot, 1).count == 1


def test_a_label_shared_by_the_lot_uses_up_no_pack():
    lot = LotFactory(quantity=1)
    services.generate_labels(lot, 1, kind=Label.Kind.LOT)

    assert lot.labels_left == 1


@pytest.mark.parametrize("count", [0, -1, services.LARGEST_SHEET + 1])
def test_a_sheet_of_an_absurd_size_is_refused(count):
    with pytest.raises(ValueError):
        services.generate_labels(LotFactory(quantity=99_999), count)


def test_only_printed_labels_are_put_into_use():
    lot = LotFactory()
    services.generate_labels(lot, 2)
    printed_sheet(lot, 3)

    assert services.activate_labels(lot) == 3
    assert sorted(lot.labels.values_list("state", flat=True)) == ["activated"] * 3 + ["generated"] * 2


def test_activating_one_sheet_leaves_the_other_alone():
    lot = LotFactory()
    first, second = printed_sheet(lot, 2), printed_sheet(lot, 2)

    services.activate_labels(first)

    assert set(second.labels.values_list("state", flat=True)) == {"printed"}


def test_a_released_sheet_holds_its_codes_and_its_labels_are_printed(fonts, settings):
    settings.SITE_URL = "https://ocop.vn"
    sheet = services.generate_labels(LotFactory(), 3)

    pdf = services.release_sheet(sheet)

    printed = [f"HTTPS://OCOP.VN/T/{label.code}" for label in sheet.labels.all()]
    assert sheets.unread(pdf, printed) == []
    assert set(sheet.labels.values_list("state", flat=True)) == {"printed"}
    assert "Mật ong" in pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()


def test_a_sheet_that_cannot_be_read_back_changes_nothing(fonts, monkeypatch):
    monkeypatch.setattr(sheets, "unread", lambda pdf, expected: expected[:1])
    sheet = services.generate_labels(LotFactory(), 2)

    with pytest.raises(sheets.SheetUnreadable):
        services.release_sheet(sheet)

    sheet.refresh_from_db()
    assert sheet.released_at is None
    assert set(sheet.labels.values_list("state", flat=True)) == {"generated"}


def test_printing_a_sheet_again_leaves_out_what_was_cancelled_and_keeps_what_is_in_use(fonts):
    sheet = printed_sheet(count=3)
    services.activate_labels(sheet)
    spoilt, *kept = sheet.labels.all()
    services.void_label(spoilt)

    pdf = services.release_sheet(sheet)

    assert len(sheets.unread(pdf, [services.code_url(spoilt.code)])) == 1
    assert [label.state for label in sheet.labels.filter(pk__in=[label.pk for label in kept])] == ["activated"] * 2


def test_missing_label_fonts_are_named_as_the_cause(monkeypatch):
    monkeypatch.setattr(services.finders, "find", lambda path: None)

    with pytest.raises(ImproperlyConfigured, match="make setup"):
        services.label_fonts()


def test_a_label_ends_once():
    label = active_label()
    services.void_label(label, reason="mất")

    with pytest.raises(services.LabelEnded):
        services.recall_label(label, reason="khác")
    assert label.end_reason == "mất"


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
