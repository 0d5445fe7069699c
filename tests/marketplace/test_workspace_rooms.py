"""Today's numbers, the way of a parcel, and the way from a lot to a label in use."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import get_current_timezone

from marketplace.order.models import Parcel
from marketplace.partner.models import StockRecord
from tests.factories import CertificateFactory, PlaceFactory, ProducerFactory, ProductFactory
from tests.marketplace.workspaces import member_of, parcel_of
from tests.traceability.factories import LotFactory, active_label, printed_sheet
from traceability.models import Label, Lot
from traceability.services import add_step, generate_labels, recall_lot

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"workspace:{name}", args=args)


def act(client, name, thing, **typed):
    return client.post(at(name, thing.pk), typed, follow=True)


# Hôm nay


def test_today_counts_what_waits(today):
    producer = ProducerFactory()
    product = ProductFactory(owner=producer, stocked__num_in_stock=4)
    parcel_of(producer, product=product)
    printed_sheet(LotFactory(product=product), count=3)
    ending = ProductFactory(owner=producer, certified=False)
    CertificateFactory(
        product=ending,
        issued_on=today - timedelta(days=700),
        valid_until=today + timedelta(days=100),
    )

    page = member_of(producer).get(at("today")).content.decode()

    for count, label in (
        (1, "đơn mới chờ nhận"),
        (1, "sản phẩm sắp hết hàng"),
        (3, "tem đã in chờ kích hoạt"),
        (1, "giấy chứng nhận hết hạn trong 180 ngày"),
    ):
        assert f'number">{count}</strong><span class="task__label">{label}' in page


def test_a_new_producer_is_shown_the_first_steps():
    page = member_of().get(at("today")).content.decode()

    assert "Thêm sản phẩm đầu tiên" in page
    assert "Không có việc nào chờ" in page


def test_today_asks_few_queries(django_assert_max_num_queries):
    producer = ProducerFactory()
    for number in range(5):
        parcel_of(producer, number=f"OC000000000{number}")
    client = member_of(producer)

    with django_assert_max_num_queries(24):
        client.get(at("today"))


# Đơn hàng


def test_a_parcel_goes_its_way_from_new_to_delivered():
    parcel = parcel_of(ProducerFactory())
    client = member_of(parcel.producer)

    act(client, "parcel-accept", parcel)
    act(client, "parcel-pack", parcel)
    page = act(client, "parcel-ship", parcel, carrier="Viettel Post", tracking="VTP123").content.decode()

    parcel.refresh_from_db()
    assert (parcel.status, parcel.tracking) == ("shipped", "VTP123")
    assert "VTP123" in page
    assert StockRecord.objects.get().num_in_stock == 18
    act(client, "parcel-deliver", parcel)
    assert Parcel.objects.get().status == "delivered"


def test_a_second_click_changes_nothing_and_says_so():
    parcel = parcel_of(ProducerFactory())
    client = member_of(parcel.producer)
    act(client, "parcel-accept", parcel)

    page = act(client, "parcel-accept", parcel)

    assert page.status_code == 200
    assert "đã ở bước khác" in page.content.decode()
    assert parcel.events.count() == 1


def test_a_step_cannot_be_jumped():
    parcel = parcel_of(ProducerFactory())

    page = act(member_of(parcel.producer), "parcel-ship", parcel, tracking="X")

    assert "đã ở bước khác" in page.content.decode()
    assert Parcel.objects.get().status == "new"


def test_refusing_a_parcel_needs_a_reason_and_hides_the_buyer_afterwards():
    parcel = parcel_of(ProducerFactory())
    client = member_of(parcel.producer)
    assert client.post(at("parcel-reject", parcel.pk), {"reason": ""}).status_code == 422

    page = act(client, "parcel-reject", parcel, reason="Hết hàng do mưa bão")

    assert page.status_code == 200
    assert "Hết hàng do mưa bão" in page.content.decode()
    assert "12 đường Thử" not in page.content.decode()
    assert StockRecord.objects.get().num_allocated == 0


@pytest.mark.parametrize("state", ["awaiting_payment", "expired", "cancelled"])
def test_an_order_that_nobody_paid_is_nobodys_work(state):
    parcel = parcel_of(ProducerFactory(), payment_state=state, payment_method="card")
    client = member_of(parcel.producer)

    assert client.get(at("parcel", parcel.pk)).status_code == 404
    assert parcel.number not in client.get(at("parcels")).content.decode()


@pytest.mark.parametrize("query", ["?tinh-trang=la", "?page=0", "?page=abc", "?page=99999", "?tinh-trang=xong&page=-1"])
def test_a_strange_address_of_the_list_still_answers(query):
    parcel = parcel_of(ProducerFactory())

    assert member_of(parcel.producer).get(at("parcels") + query).status_code == 200


# Chứng nhận & tem


def test_the_way_from_a_lot_to_labels_in_use():
    product = ProductFactory()
    client = member_of(product.owner)

    client.post(
        at("lot-add"),
        {"product": product.pk, "number": "2026-11A", "quantity": "4", "unit": "hũ", "packed_on": "2026-11-01"},
    )
    lot = Lot.objects.get()
    act(client, "lot-labels", lot, count="4")
    sheet = lot.label_sheets.get()
    pdf = client.get(at("sheet-file", sheet.pk))
    act(client, "sheet-activate", sheet)

    assert pdf["Content-Type"] == "application/pdf"
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")
    assert set(lot.labels.values_list("state", flat=True)) == {"activated"}


def test_labels_are_not_activated_before_they_are_printed():
    lot = LotFactory()
    sheet = generate_labels(lot, 2)

    page = act(member_of(lot.product.owner), "sheet-activate", sheet)

    assert "cần được in trước" in page.content.decode()
    assert not Label.objects.filter(state="activated").exists()


@pytest.mark.parametrize("count", ["0", "-1", "21", "x", "", "10001", "9" * 30])
def test_no_more_labels_than_packs(count):
    lot = LotFactory(quantity=20)

    answer = member_of(lot.product.owner).post(at("lot-labels", lot.pk), {"count": count})

    assert answer.status_code == 422
    assert not Label.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": ""},
        {"quantity": "0"},
        {"quantity": "x"},
        {"packed_on": "hôm qua"},
        {"produced_on": "2026-11-02"},
        {"expires_on": "2026-10-01"},
        {"expires_on": "9999-12-31"},
        {"product": "x"},
        {"product": "999999"},
    ],
)
def test_a_wrong_lot_is_explained(wrong):
    product = ProductFactory()
    typed = {"product": product.pk, "number": "L1", "quantity": "4", "unit": "hũ", "packed_on": "2026-11-01"}

    answer = member_of(product.owner).post(at("lot-add"), typed | wrong)

    assert answer.status_code == 422
    assert "notice--error" in answer.content.decode()
    assert not Lot.objects.exists()


def test_a_lot_number_is_used_once_per_product():
    lot = LotFactory()

    answer = member_of(lot.product.owner).post(
        at("lot-add"), {"product": lot.product.pk, "number": lot.number, "quantity": "4", "unit": "hũ"}
    )

    assert answer.status_code == 422
    assert "đã có lô mang số đó" in answer.content.decode()


def test_a_step_is_written_into_the_lots_diary():
    lot = LotFactory()

    page = act(
        member_of(lot.product.owner), "lot-step", lot, stage="harvest", on="2026-10-30", place_text="Vườn xã Hòa Lộc"
    )

    assert "Vườn xã Hòa Lộc" in page.content.decode()
    assert lot.events.get().author_class == "producer"


@pytest.mark.parametrize("field", ["note", "place_text", "box"])
def test_a_step_names_no_star_for_it_stays_when_the_certificate_ends(field):
    lot = LotFactory()
    typed = {"stage": "pack", "on": "2026-10-30", field: "Hàng OCOP 5 sao"}

    assert member_of(lot.product.owner).post(at("lot-step", lot.pk), typed).status_code == 422
    assert not lot.events.exists()


@pytest.mark.parametrize("wrong", [{"stage": "recall"}, {"stage": "lab"}, {"on": "mai"}, {"on": ""}])
def test_a_producer_cannot_write_a_recall_or_a_test_as_a_step(wrong):
    lot = LotFactory()

    answer = member_of(lot.product.owner).post(at("lot-step", lot.pk), {"stage": "pack", "on": "2026-10-30"} | wrong)

    assert answer.status_code == 422
    assert not lot.events.exists()


def test_a_label_is_cancelled_with_a_reason():
    label = active_label()
    client = member_of(label.lot.product.owner)
    assert client.post(at("label-void", label.pk), {"reason": ""}).status_code == 422

    act(client, "label-void", label, reason="Tem rách")

    label.refresh_from_db()
    assert (label.state, label.end_reason) == ("void", "Tem rách")
    assert "từ trước" in act(client, "label-void", label, reason="Lần nữa").content.decode()


@pytest.mark.parametrize(
    "typed", [{}, {"reason": "Có sạn trong gói"}, {"reason": "Có sạn trong gói", "number": "khác"}]
)
def test_a_recall_needs_a_reason_and_the_lots_number_typed_again(typed):
    lot = LotFactory()

    assert member_of(lot.product.owner).post(at("lot-recall", lot.pk), typed).status_code == 422

    lot.refresh_from_db()
    assert not lot.is_recalled


def test_a_recalled_lot_takes_no_further_act():
    lot = LotFactory(quantity=5)
    sheet = printed_sheet(lot, count=2)
    client = member_of(lot.product.owner)

    page = act(client, "lot-recall", lot, reason="Có sạn trong gói", advice="Mang trả nơi mua", number=lot.number)

    assert "Có sạn trong gói" in page.content.decode()
    assert at("lot-recall", lot.pk) not in page.content.decode()
    act(client, "sheet-activate", sheet)
    assert client.post(at("lot-labels", lot.pk), {"count": "1"}).status_code == 422
    assert not Label.objects.filter(state="activated").exists()
    assert (
        "từ trước"
        in act(client, "lot-recall", lot, reason="Lần nữa nhé", advice="Mang trả", number=lot.number).content.decode()
    )


@pytest.mark.parametrize("name", ["today", "parcels", "products", "product-add", "stock", "labels", "lot-add"])
@pytest.mark.parametrize("language", ["", "/en"])
def test_every_room_answers_empty_and_in_both_languages(name, language):
    page = member_of().get(language + at(name))

    assert page.status_code == 200
    assert 'style="' not in page.content.decode()
    assert "onclick" not in page.content.decode()


def test_a_step_is_declared_wrong_and_told_again():
    lot = LotFactory()
    client = member_of(lot.product.owner)
    act(client, "lot-step", lot, stage="harvest", on="2026-10-30", quantity="12.5", uom="KGM")
    step = lot.events.get()
    typed = {"stage": "harvest", "on": "2026-10-29", "quantity": "12500", "uom": "GRM", "reason": "incorrect_data"}
    assert client.post(at("step-correct", step.pk), typed | {"on": "2026-10-30"}).status_code == 422

    page = act(client, "step-correct", step, **typed)

    said = page.content.decode()
    assert "Đã báo sai ngày" in said
    assert (step.quantity, step.uom) == (12_500, "GRM")
    assert [(one.wrong, str(one.at.date())) for one in lot.events.told()] == [
        (None, "2026-10-29"),
        ("incorrect_data", "2026-10-30"),
    ]
    assert client.post(at("step-correct", step.pk), typed).status_code == 422


def test_a_correction_keeps_the_place_of_the_step_and_one_that_changes_nothing_is_refused():
    lot, there = LotFactory(), PlaceFactory(name="Thành phố Cần Thơ")
    eight = datetime(2026, 10, 29, 8, tzinfo=get_current_timezone())  # what a day in the form stands for
    step = add_step(lot, stage="harvest", at=eight, place=there)
    client = member_of(lot.product.owner)
    shown = client.get(at("step-correct", step.pk)).context["form"].initial

    typed = {"stage": "harvest", "on": "2026-10-29", "place_text": shown["place_text"], "reason": "incorrect_data"}
    same = client.post(at("step-correct", step.pk), typed)
    client.post(at("step-correct", step.pk), typed | {"note": "Thu hoạch sớm"})

    assert same.status_code == 422
    assert "Hãy sửa ít nhất một chỗ" in same.content.decode()
    assert lot.events.get(note="Thu hoạch sớm").place == there


@pytest.mark.parametrize("wrong", [{"quantity": "1.5", "uom": ""}, {"quantity": "-1"}, {"uom": "XYZ"}, {"reason": "x"}])
def test_a_correction_with_nonsense_is_explained(wrong):
    lot = LotFactory()
    client = member_of(lot.product.owner)
    act(client, "lot-step", lot, stage="pack", on="2026-10-30")
    typed = {"stage": "pack", "on": "2026-10-29", "reason": "incorrect_data"}

    answer = client.post(at("step-correct", lot.events.get().pk), typed | wrong)

    assert answer.status_code == 422
    assert lot.records.count() == 1


def test_a_recall_is_taken_back_by_nobody():
    lot = LotFactory()
    recalled = recall_lot(lot, "Nấm mốc").events.get()

    assert member_of(lot.product.owner).get(at("step-correct", recalled.pk)).status_code == 404
