"""The register in exactly the columns of table PTNT_OCOP (norm 5277/QĐ-BNNMT, as cited in public reports)."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from io import StringIO

from django.utils.translation import override

from catalogue import ocop, wording
from catalogue.models import Certificate

COLUMNS = (
    "MA_OCOP",
    "Ma_DonViHanhChinh",
    "Ma_ThoiGian",
    "Ma_SanPham",
    "TenSanPham",
    "XepHang",
    "ChuTheSXKD",
    "DoanhThuNam",
    "TrangThai",
)
OCOP_CODE = re.compile(r"\d{1,2}(-\d{1,5}){2,3}-\d{4}")  # T-X-STT-YYYY; the older one has a district
FORMULA = ("=", "+", "-", "@", "\t", "\r")
BATCH = 500
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # by it spreadsheets know UTF-8


def lines(day: date) -> Iterator[str]:
    """The file in pieces of some hundred lines; one query."""
    out, said = StringIO(), words()
    writer = csv.writer(out)
    out.write(MARK)
    writer.writerow(COLUMNS)
    rows = Certificate.objects.of_public_products().with_facts().order_by("pk").iterator(chunk_size=BATCH)
    for count, certificate in enumerate(rows, 1):
        writer.writerow(map(harmless, row_of(certificate, said, day)))
        if count % BATCH == 0:
            yield taken(out)
    yield taken(out)


def words() -> dict[str, str]:
    """The word of each status, in the register's language."""
    with override(ocop.LANGUAGE):
        return {status: wording.word_of(status) for status in (*wording.STATES, *wording.NOTES)}


def row_of(certificate: Certificate, said: dict[str, str], day: date) -> tuple[str, ...]:
    """What is not published (revenue) or not known (a code that the source does not give) stays empty."""
    product = certificate.product
    place = product.origin_now or product.province
    checked = not product.register_note
    return (
        certificate.number if OCOP_CODE.fullmatch(certificate.number) else "",
        place.code if place else "",
        str(certificate.issued_on.year),
        str(product.pk),
        certificate.product_name_as_printed or product.title,
        f"{certificate.stars}*" if checked else "",
        certificate.producer_as_printed or (product.owner.name if product.owner else ""),
        "",
        said[wording.status_of(certificate, day)],
    )


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def taken(out: StringIO) -> str:
    """What was written since the last time."""
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text
