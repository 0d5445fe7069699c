"""Invoices asked for by buyers and recorded by producers; the papers of an order."""

import io
import re

import pypdfium2
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from marketplace.buyers.models import InvoiceRequest, ParcelInvoice
from marketplace.buyers.services.invoices import AlreadyIssued, record_invoice, request_invoice
from marketplace.buyers.tax_codes import check_digit, normalise
from marketplace.notifications.models import OutboxMessage
from marketplace.order.models import Order
from marketplace.order.services import accept_parcel, call_off, deliver_parcel, pack_parcel, ship_parcel
from tests.factories import BoxFactory, ProducerFactory, ProductFactory, UserFactory
from tests.marketplace.buying import basket_of, order_of
from tests.marketplace.test_checkout_pages import fill, place, typed
from tests.marketplace.workspaces import a_pdf, invoiced, member_of, parcel_of

FACTS = {"name": "Công ty Mẫu", "tax_code": "0300588569", "address": "1 phố Mẫu", "email": "ke-toan@example.test"}


@pytest.fixture(autouse=True)
def fresh_counter():
    cache.clear()


# Tax codes


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("0300588569", "0300588569"),
        ("0101 248 141", "0101248141"),
        ("0300588569-001", "0300588569-001"),
        ("0300588569012", "0300588569-012"),
        ("001099012345", "001099012345"),
    ],
)
def test_a_tax_code_has_one_form_however_it_was_typed(typed, code):
    assert normalise(typed) == code


@pytest.mark.parametrize(
    "text", ["0300588568", "030058856", "03005885690", "0300588569-000", "abc", "", "0300588569-1"]
)
def test_what_is_no_tax_code_is_refused(text):
    with pytest.raises(ValueError):
        normalise(text)


@given(st.from_regex(r"[0-9]{9}", fullmatch=True), st.integers(0, 8), st.integers(1, 9))
def test_most_single_wrong_digits_are_caught(nine, at, shift):
    """The weights are modulo 11, so a wrong digit always changes the sum: the check digit of the true code no longer
    fits."""
    wrong = nine[:at] + str((int(nine[at]) + shift) % 10) + nine[at + 1 :]

    assert check_digit(wrong) != check_digit(nine)


# Asking


def asked(**changes):
    return {f"invoice-{name}": value for name, value in (FACTS | changes).items()}


def opened(order):
    client = Client()
    client.post("/don-hang/", {"number": order.number, "phone": "0912345678"})
    return client


@pytest.mark.django_db
def test_the_checkout_asks_folded_and_the_order_carries_the_request(client):
    fill(client)

    first = client.get("/thanh-toan/").content.decode()
    client.post("/thanh-toan/", typed() | asked())
    review = client.get("/thanh-toan/xem-lai/")
    place(client, review)

    assert re.search(r"<details class=\"fold\">\s*<summary[^>]*>Cần hóa đơn", first)
    assert "0300588569" in review.content.decode()
    assert InvoiceRequest.objects.get(order=Order.objects.get()).name == "Công ty Mẫu"


@pytest.mark.django_db
def test_without_an_invoice_nothing_is_asked_for(client):
    fill(client)
    client.post("/thanh-toan/", typed() | asked(name="", tax_code="", address="", email=""))

    place(client, client.get("/thanh-toan/xem-lai/"))

    assert Order.objects.exists()
    assert not InvoiceRequest.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"tax_code": "0300588568"}, {"address": ""}, {"name": ""}])
def test_half_an_invoice_is_shown_again_open_with_what_was_typed(client, wrong):
    fill(client)

    answer = client.post("/thanh-toan/", typed() | asked(**wrong))
    page = answer.content.decode()

    assert answer.status_code == 422
    assert re.search(r"<details class=\"fold\" open>\s*<summary[^>]*>Cần hóa đơn", page)
    assert "12 đường Thử" in page
    assert "ke-toan@example.test" in page


@pytest.mark.django_db
def test_choosing_the_province_without_script_keeps_the_invoice(client):
    fill(client)

    page = client.post("/thanh-toan/", typed() | asked() | {"pick_province": "1"}).content.decode()

    assert "Công ty Mẫu" in page
    assert "0300588569" in page


@pytest.mark.django_db
def test_afterwards_the_order_page_takes_the_request_and_its_correction():
    order = order_of()
    client, address = opened(order), reverse("account:order-invoice", args=[order.number])

    client.post(address, asked())
    client.post(address, asked(name="Công ty Khác"))
    wrong = client.post(address, asked(tax_code="1"))

    assert InvoiceRequest.objects.get().name == "Công ty Khác"
    assert wrong.status_code == 422
    assert "Công ty Khác" in client.get(order.get_absolute_url()).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["order-invoice", "order-paper", "invoice-file"])
def test_without_proof_an_orders_papers_are_a_404(name):
    order = order_of()
    invoiced(order.parcels.get())
    args = [order.number, 1] if name == "invoice-file" else [order.number]
    address = reverse(f"account:{name}", args=args)
    other = Client()
    other.force_login(UserFactory())

    for stranger in (Client(), other):
        assert 404 in {stranger.get(address).status_code, stranger.post(address, asked()).status_code}
        assert stranger.get(address).status_code in (404, 405)
    assert InvoiceRequest.objects.get().name == "Công ty Mẫu"


# Issuing


@pytest.mark.django_db
def test_a_producer_records_the_invoice_and_the_buyer_reads_and_downloads_it():
    producer = ProducerFactory()
    order = order_of(basket_of(ProductFactory(owner=producer)))
    request_invoice(order, facts=FACTS)
    parcel = order.parcels.get()
    member = member_of(producer, "bookkeeper")

    page = member.get(reverse("workspace:parcel", args=[parcel.pk])).content.decode()
    sent = {"number": "1C26TAA-7", "lookup_code": "XYZ9", "file": a_pdf()}
    member.post(reverse("workspace:parcel-invoice", args=[parcel.pk]), sent)
    buyer = opened(order)
    shown = buyer.get(order.get_absolute_url()).content.decode()
    file = buyer.get(reverse("account:invoice-file", args=[order.number, 1]))

    assert "0300588569" in page
    assert "1C26TAA-7" in shown
    assert "XYZ9" in shown
    assert b"".join(file.streaming_content).startswith(b"%PDF-")
    assert file["Content-Disposition"].startswith("attachment")
    assert "no-store" in file["Cache-Control"]
    assert ParcelInvoice.objects.get().file.name.startswith("private/")
    assert OutboxMessage.objects.filter(kind="invoice_issued", to="ke-toan@example.test").count() == 1


@pytest.mark.django_db
def test_a_packer_records_no_invoice_and_without_a_request_nobody_does():
    producer = ProducerFactory()
    parcel = parcel_of(producer)
    address, sent = reverse("workspace:parcel-invoice", args=[parcel.pk]), {"number": "1"}

    assert member_of(producer, "packer").post(address, sent).status_code == 403
    assert member_of(producer, "owner").post(address, sent).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"<html><script>alert(1)</script>", b"%PDF-1.4 not really", b"", b"MZ\x90"])
def test_what_is_no_pdf_is_not_taken(content):
    producer = ProducerFactory()
    parcel = parcel_of(producer)
    InvoiceRequest.objects.create(order=parcel.order, **FACTS)
    file = SimpleUploadedFile("hoa-don.pdf", content, content_type="application/pdf")

    answer = member_of(producer).post(
        reverse("workspace:parcel-invoice", args=[parcel.pk]), {"number": "1", "file": file}
    )

    assert answer.status_code == 422
    assert not ParcelInvoice.objects.exists()


@pytest.mark.django_db
def test_what_was_issued_the_buyer_no_longer_changes():
    order = order_of()
    parcel = invoiced(order.parcels.get())

    with pytest.raises(AlreadyIssued):
        request_invoice(order, facts=FACTS)
    record_invoice(parcel, number="2", lookup_code="", file=None, by=UserFactory())

    assert ParcelInvoice.objects.get().number == "2"
    assert ParcelInvoice.objects.get().file


# Papers


def words_of(content):
    with pypdfium2.PdfDocument(io.BytesIO(content)) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.django_db
def test_the_confirmation_says_what_the_order_says():
    one, two = ProductFactory(title="Mật ong bạc hà"), ProductFactory(title="Kẹo dừa")
    order = order_of(basket_of((one, 2), two))

    answer = opened(order).get(reverse("account:order-paper", args=[order.number]))
    words = words_of(answer.content)

    certificate = one.certificates.get()
    for said in (order.number, "Mật ong bạc hà", "Kẹo dừa", "Nguyễn Thị Kiểm", certificate.decision_number):
        assert said in words
    assert f"{order.total:,}".replace(",", ".") in words
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_delivery_note_holds_one_parcel_with_frozen_certificates_and_no_other():
    mine, other = ProductFactory(title="Của tôi"), ProductFactory(title="Của người khác")
    order = order_of(basket_of(mine, other))
    parcel = order.parcels.get(producer=mine.owner)

    address = reverse("workspace:parcel-note", args=[parcel.pk])
    words = words_of(member_of(mine.owner).get(address).content)

    assert "Của tôi" in words
    assert "Của người khác" not in words
    assert mine.certificates.get().decision_number in words
    assert "Nguyễn Thị Kiểm" in words


@pytest.mark.django_db
def test_a_delivery_note_leaves_out_what_was_called_off():
    kept = ProductFactory(title="Còn lấy", stocked__price=30_000)
    dropped = ProductFactory(title="Không lấy nữa", owner=kept.owner)
    parcel = order_of(basket_of((kept, 3), dropped)).parcels.get()
    lines = {line.title: line.pk for line in parcel.lines.all()}

    call_off(parcel, pieces={lines["Còn lấy"]: 1, lines["Không lấy nữa"]: 1})

    words = words_of(member_of(kept.owner).get(reverse("workspace:parcel-note", args=[parcel.pk])).content)
    assert "2 × Còn lấy" in words and "60.000" in words
    assert "Không lấy nữa" not in words


@pytest.mark.django_db
def test_a_delivery_note_names_no_address_once_it_is_not_needed():
    product = ProductFactory()
    parcel = order_of(basket_of(product)).parcels.get()
    for step in (accept_parcel, pack_parcel, ship_parcel, deliver_parcel):
        step(parcel)
    parcel.refresh_from_db()
    parcel.status = "completed"
    parcel.save()

    words = words_of(member_of(product.owner).get(reverse("workspace:parcel-note", args=[parcel.pk])).content)

    assert "Nguyễn Thị Kiểm" not in words


@pytest.mark.django_db
def test_a_long_order_takes_more_pages_and_says_everything():
    products = [ProductFactory(title=f"Sản phẩm dài thứ {number}", stocked__price=20_000) for number in range(30)]
    box = BoxFactory(parts=products[:2])
    order = order_of(basket_of(*products, box))

    content = opened(order).get(reverse("account:order-paper", args=[order.number])).content

    words = words_of(content)
    assert len(pypdfium2.PdfDocument(content)) > 2
    assert all(product.title in words for product in products)
