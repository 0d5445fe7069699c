"""The code of an OCOP product as certificates print it. Two forms, told apart by their number of parts:

T-X-STT-YYYY      province, commune, serial within the commune, year of assessment; codes of Decision 19/2025/QĐ-TTg
T-H-X-STT-YYYY    as before July 2025, with the district: "83-829-28780-3-2022"

Source: Annex II of Decision 26/2026/QĐ-TTg; the older form from a published certificate. A product assessed again
gets another year: the code belongs to the assessment. It is kept as printed and is never a key of ours.
"""

import re
from dataclasses import dataclass

_FORM = re.compile(
    r"(?P<province>\d{2})-(?:(?P<district>\d{3})-)?(?P<commune>\d{5})-(?P<serial>\d{1,4})-(?P<year>20\d{2})", re.ASCII
)


@dataclass(frozen=True)
class ProductCode:
    """`district` is "" in the form of today. Codes of places mean something within their `system` only."""

    province: str
    district: str
    commune: str
    serial: int
    year: int

    @property
    def system(self) -> str:
        """Which list its places are of: "pre2025" or "2025", as catalogue.models.Place names them."""
        return "pre2025" if self.district else "2025"


def parse(printed: str) -> ProductCode | None:
    """What a printed code says, or None where it has neither form. Blanks and long dashes do not matter."""
    found = _FORM.fullmatch(re.sub(r"\s", "", printed).replace("–", "-").replace("—", "-"))
    if not found:
        return None
    return ProductCode(
        province=found["province"],
        district=found["district"] or "",
        commune=found["commune"],
        serial=int(found["serial"]),
        year=int(found["year"]),
    )
