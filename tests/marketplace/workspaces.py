"""What tests of the workspace share: a signed-in member, a producer's things, pictures."""

from datetime import date
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localdate, now
from PIL import Image

from catalogue.models import ProductImage, QualityCertificate
from marketplace.buyers.models import InvoiceRequest, Review
from marketplace.buyers.services.invoices import record_invoice
from marketplace.order.models import Line, Order, Parcel
from marketplace.order.returns import ReturnPhoto, ReturnRequest
from marketplace.partner.models import StockRecord
from marketplace.payment.models import Attempt
from marketplace.shipping.models import DayOff, ShippingCard
from tests.factories import (
    BoxFactory,
    MembershipFactory,
    PlaceFactory,
    ProducerFactory,
    ProductFactory,
    SizeFactory,
    UserFactory,
)
from tests.marketplace.vouchers import voucher
from tests.traceability.factories import LotFactory, printed_sheet
from traceability.cases import report
from traceability.models import EvidenceFile, GrowingArea, StepImport
from traceability.services import add_step

ROOMS = "/kenh-nha-san-xuat/"
STEPS = ("accept", "pack", "ship", "deliver", "reject", "undeliverable", "send-back", "receive-back", "lose", "restock")
PARCEL_ADDRESSES = ("parcel", *(f"parcel-{step}" for step in STEPS))


def member_of(producer=None, role="owner"):
    """A browser in which somebody who works for `producer` is signed in."""
    client = Client()
    client.force_login(MembershipFactory(producer=producer or ProducerFactory(), role=role).user)
    return client


def parcel_of(producer, *, product=None, quantity=2, number="OC0000000001", **changes):
    """A parcel of an order of another buyer, its pieces held in stock."""
    product = product or ProductFactory(owner=producer)
    order = Order.objects.filter(number=number).first() or order_with(number, **changes)
    position = order.parcels.count() + 1
    parcel = Parcel.objects.create(order=order, producer=producer, position=position, goods=240_000, shipping=30_000)
    line_in(parcel, product, quantity)
    return parcel


def order_with(number, **changes):
    province = PlaceFactory()
    facts = {
        "payment_state": "awaiting_cod_confirmation",
        "recipient": "Nguyễn Thị Nhận",
        "phone": "+84912345678",
        "province": province,
        "commune": PlaceFactory(level="commune", parent=province, name="Xã Nhận"),
        "street": "12 đường Thử",
        "total_incl_tax": 999_000,
        "total_excl_tax": 999_000,
        "shipping_incl_tax": 60_000,
        "shipping_excl_tax": 60_000,
        "currency": "VND",
    }
    order = Order.objects.create(number=number, **(facts | changes))
    Attempt.objects.create(order=order, provider="cod", amount=order.total)
    return order


def line_in(parcel, product, quantity):
    record = StockRecord.objects.get(product=product)
    StockRecord.objects.filter(pk=record.pk).update(num_allocated=quantity)
    prices = dict.fromkeys(
        (
            "line_price_incl_tax",
            "line_price_excl_tax",
            "line_price_before_discounts_incl_tax",
            "line_price_before_discounts_excl_tax",
        ),
        120_000 * quantity,
    )
    return Line.objects.create(
        order=parcel.order,
        parcel=parcel,
        product=product,
        stockrecord=record,
        partner=record.partner,
        partner_sku=record.partner_sku,
        title=product.title,
        quantity=quantity,
        num_allocated=quantity,
        unit_price_incl_tax=120_000,
        unit_price_excl_tax=120_000,
        **prices,
    )


SHEET_ADDRESSES = ("sheet", "sheet-print", "sheet-file", "sheet-activate", "sheet-pins", "sheet-void")


def things_of(producer):
    """One of each thing that a producer has: {URL name: primary key} of every page and act with an id."""
    product = ProductFactory(owner=producer)
    parcel = parcel_of(producer, product=product)
    sheet = printed_sheet(LotFactory(product=product), count=2)
    label = sheet.labels.first()
    return {
        **dict.fromkeys(("product", "pictures"), product.pk),
        **dict.fromkeys(("picture-move", "picture-describe", "picture-remove"), image_of(product).pk),
        **dict.fromkeys(("claim", "claim-remove"), claim_of(producer).pk),
        **dict.fromkeys(PARCEL_ADDRESSES, parcel.pk),
        **things_coming_back(parcel),
        **dict.fromkeys(("parcel-invoice", "parcel-invoice-file", "parcel-note"), invoiced(parcel).pk),
        **dict.fromkeys(
            ("lot", "lot-step", "lot-labels", "lot-sample", "lot-recall", "lot-lift", "lot-sources"), sheet.lot.pk
        ),
        **things_of_lots(producer, sheet.lot),
        **dict.fromkeys(SHEET_ADDRESSES, sheet.pk),
        **dict.fromkeys(("label", "label-symbol", "label-void"), label.pk),
        **dict.fromkeys(("case", "case-photo"), report(label.code, kind="other", network="10.0.0.0/24").pk),
        "step-correct": add_step(sheet.lot, stage="pack", at=now()).pk,
        "shipping-days-remove": days_off_of(producer).pk,
        "review-reply": reviewed(parcel).pk,
        "voucher-stop": voucher(f"NHA{producer.pk:04}", producer=producer).pk,
        **things_in_variety(producer, product),
    }


def things_of_lots(producer, lot):
    """The addresses of what is said of lots."""
    told = add_step(lot, stage="harvest", at=now())
    kept = EvidenceFile.objects.create(
        event=told, sha256="a" * 64, stored_sha256="a" * 64, file="private/khong-co.webp"
    )
    sent = StepImport.objects.create(producer=producer, file_name="buoc.csv", sha256="b" * 64, state="failed")
    area = GrowingArea.objects.create(producer=producer, code="VN-DTOR-0017", issuer="Cục", province=PlaceFactory())
    imports = ("step-import", "step-import-save", "step-import-errors")
    return {"evidence": kept.pk, "area": area.pk, **dict.fromkeys(imports, sent.pk)}


def invoiced(parcel):
    """The parcel, for which an invoice was asked and issued."""
    asked = {"name": "Công ty Mẫu", "tax_code": "0300588569", "address": "1 phố Mẫu"}
    InvoiceRequest.objects.create(order=parcel.order, **asked)
    record_invoice(parcel, number="1C26TAA-1", lookup_code="", file=a_pdf(), by=UserFactory())
    return parcel


def reviewed(parcel, **changes):
    """What the buyer said of the parcel's first line."""
    line = parcel.lines.order_by("pk").first()
    facts = {"product": line.product, "score": 4, "text": "Ngon", "author_name": "Nguyễn T. N."}
    return Review.objects.create(line=line, **(facts | changes))


def review_of(producer, **changes):
    """What a buyer said of a delivered product of the producer."""
    parcel = parcel_of(producer, number=f"OC9{producer.pk:09d}")
    Parcel.objects.filter(pk=parcel.pk).update(status="delivered")
    return reviewed(parcel, **changes)


def a_pdf(name="hoa-don.pdf"):
    """A one-page PDF as an invoicing program gives it."""
    out = BytesIO()
    Image.new("RGB", (200, 280), "white").save(out, "PDF")
    return SimpleUploadedFile(name, out.getvalue(), content_type="application/pdf")


def things_coming_back(parcel):
    """The addresses of a buyer's wish to return goods."""
    wish = ReturnRequest.objects.create(parcel=parcel, reason="broken")
    photo = ReturnPhoto.objects.create(request=wish, picture="private/returns/khong-co.webp")
    return {"parcel-return": wish.pk, "parcel-return-answer": wish.pk, "parcel-return-photo": photo.pk}


def things_in_variety(producer, product):
    """The addresses of pack sizes and gift boxes."""
    box = BoxFactory(owner=producer, parts=[product])
    size = SizeFactory(parent__owner=producer)
    return {
        "sizes": product.pk,
        "size-show": size.pk,
        **dict.fromkeys(("box", "box-part-add"), box.pk),
        **dict.fromkeys(("box-part-exchange", "box-part-remove"), box.parts.get().pk),
    }


def days_off_of(producer):
    card, _ = ShippingCard.objects.get_or_create(producer=producer)
    return DayOff.objects.create(card=card, first=localdate(), last=localdate())


def image_of(product):
    return ProductImage.objects.create(product=product, original="products/khong-co-720.webp")


def claim_of(producer):
    facts = {"scheme": "haccp", "number": "HC-1", "issuer": "Tổ chức mẫu", "issued_on": date(2026, 1, 1)}
    return QualityCertificate.objects.create(producer=producer, **facts)


def picture(size=(800, 1000), fmt="JPEG", name="anh.jpg", **options):
    """An upload as a phone sends it."""
    out = BytesIO()
    Image.new("RGB", size, "orange").save(out, fmt, **options)
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")
