"""One row of ocop_products.csv, and what DECISIONS 16 makes of it. Plain values only."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from catalogue import ocop

FILE = Path(__file__).parents[2] / "catalogue" / "data" / "ocop_products.csv"
NOT_STATED = "không nêu"
LEFT_OUT = ("revoked", "expired_removed")
KINDS = {"HTX": "cooperative", "DN": "company", "Hộ": "household", "THT": "group"}
NEVER_CERTIFIED = "P169"  # the source speaks of a potential of five stars only
NAMED_ISSUER = re.compile(r"(UBND (?:huyện|thị xã|thành phố) [^;,(]+?) cấp")
OLDEST_DAYS, NEWEST_DAYS = 700, 40  # how long ago a fictional certificate was issued


@dataclass(frozen=True)
class Row:
    """`producer` and `issuer` are "" where the source names none; `stars` None where it states none."""

    id: str
    product: str
    producer: str
    kind: str
    commune_then: str
    district_then: str
    province_then: str
    commune_now: str
    province_code: str
    is_post_merger: bool
    criteria_set: str
    stars: int | None
    decision: str
    decided_on: date | None
    status: str
    verification: str
    source: str
    issuer: str

    @property
    def is_left_out(self) -> bool:
        """Revoked or removed in its source: a real producer is not shown as such."""
        return self.status in LEFT_OUT

    @property
    def is_on_sale(self) -> bool:
        """Named producer, stated star, verification A or B (and not left out)."""
        return bool(self.producer) and self.is_certified

    @property
    def is_certified(self) -> bool:
        return self.stars is not None and self.verification in ("A", "B") and not self.is_left_out

    @property
    def register_note(self) -> str:
        """Why a product of the register shows no star; "" for a certified one."""
        if self.id == NEVER_CERTIFIED:
            return "uncertified"
        if self.stars is None:
            return "starless"
        return "" if self.is_certified else "unverified"

    @property
    def origin_as_printed(self) -> str:
        return ", ".join(part for part in (self.commune_then, self.district_then, self.province_then) if part)

    def issued_on(self, today: date) -> tuple[date, bool]:
        """(day of issue, is it fictional). The source's day while it is in force, else a current one of ours."""
        if self.decided_on and self.decided_on <= today <= ocop.valid_until(self.decided_on):
            return self.decided_on, False
        return today - timedelta(days=self.dice("issued").randint(NEWEST_DAYS, OLDEST_DAYS)), True

    def dice(self, purpose: str) -> Random:
        """The same numbers for the same row and purpose, on every machine."""
        return Random(f"{self.id}/{purpose}")


def read_rows(path: Path = FILE) -> Iterator[Row]:
    """All rows, also those that are left out."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from map(_row, csv.DictReader(file))


def _row(cells: dict[str, str]) -> Row:
    producer = cells["producer"].strip()
    return Row(
        id=cells["id"],
        product=cells["product"].strip(),
        producer="" if producer == NOT_STATED else producer,
        kind=KINDS.get(cells["producer_type"], "unknown"),
        commune_then=cells["commune_stated"],
        district_then=cells["district_stated"],
        province_then=cells["province_stated"],
        commune_now=cells["commune_current"],
        province_code=cells["province_current_code"],
        is_post_merger=cells["commune_map_check"] == "stated_post_merger",
        criteria_set=cells["criteria_set"],
        stars=int(cells["star"]) if cells["star"] else None,
        decision=cells["decision_no"],
        decided_on=date.fromisoformat(cells["decision_date"]) if cells["decision_date"] else None,
        status=cells["status_at_2026_11_21"],
        verification=cells["verification"],
        source=cells["source"] if cells["source"].startswith("http") else "",
        issuer=_issuer(cells["note"]),
    )


def _issuer(note: str) -> str:
    """Who issued, where the note on the source says it: "UBND huyện Đắk Song"."""
    named = NAMED_ISSUER.search(note)
    return named[1] if named else ""
