"""What goes with a lot: a photograph, a laboratory's paper and result, a growing area's code."""

from datetime import timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from django.utils.timezone import now
from PIL import Image

from tests.factories import PlaceFactory
from traceability import evidence, steps
from traceability.models import GrowingArea

ONE_DAY = timedelta(days=1)


def picture(*, taken="2026:11:20 07:30:00", place=True) -> ContentFile:
    """A photograph as a phone makes it: with its time and place."""
    exif = Image.Exif()
    exif[0x010F] = "Điện thoại Bí Mật".encode()
    exif.get_ifd(0x8769)[36867] = taken
    if place:
        exif.get_ifd(0x8825)[2] = (10.0, 2.0, 3.0)
    out = BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").save(out, "JPEG", exif=exif)
    return ContentFile(out.getvalue(), name="anh.jpg")


def paper() -> ContentFile:
    out = BytesIO()
    Image.new("RGB", (600, 800), "white").save(out, "PDF")
    return ContentFile(out.getvalue(), name="phieu.pdf")


def area_of(producer, **facts) -> GrowingArea:
    said = {"code": "VN-DTOR-0017", "issuer": "Cục Bảo vệ thực vật", "province": PlaceFactory()} | facts
    return GrowingArea.objects.create(producer=producer, **said)


def result_of(lot, laboratory, **facts):
    said = {"report_number": "KQ-17", "outcome": "pass", "at": now() - ONE_DAY, "report": evidence.report(paper())}
    return steps.report_test(lot, laboratory, **(said | facts))
