"""The register as a clerk with a pencil would keep it: a list of papers, asked from the beginning each time.

Nothing of the site is used here, so that its answers can be compared with the site's.
"""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta


def after_36_months(day: date) -> date:
    """The same day number three years on, or that month's last day."""
    year = day.year + 3
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


@dataclass
class Paper:
    """One certificate. `struck` names the act that ended it for good, "" while none did."""

    stars: int
    first: date
    printed_last: date
    prolonged_to: date | None = None
    in_renewal: bool = False
    struck: str = ""

    @property
    def last(self) -> date:
        return self.prolonged_to or self.printed_last

    def counts(self, day: date) -> bool:
        return not self.struck and self.first <= day <= self.last


@dataclass
class Book:
    """All papers of one product, and whether its sale or its producer is stopped."""

    papers: list[Paper] = field(default_factory=list)
    suspended: bool = False
    producer_active: bool = True

    # What may be asked
    def star(self, day: date) -> int:
        return max((paper.stars for paper in self.papers if paper.counts(day)), default=0)

    def on_sale(self, day: date) -> bool:
        return self.star(day) > 0 and not self.suspended and self.producer_active

    # What may be done; False: the clerk refuses, and the book stays as it was
    def issue(self, stars: int, day: date) -> bool:
        return self._enter(Paper(stars, day, after_36_months(day)))

    def file(self, place: int, day: date) -> bool:
        paper = self.papers[place]
        if not paper.counts(day) or paper.in_renewal or paper.prolonged_to:
            return False
        paper.in_renewal = True
        return True

    def prolong(self, place: int, to: date) -> bool:
        paper = self.papers[place]
        if paper.struck or not paper.last < to <= paper.printed_last + timedelta(days=180):
            return False
        if any(not other.struck and other is not paper and paper.first <= other.last and other.first <= to
               for other in self.papers):  # fmt: skip
            return False
        paper.prolonged_to = to
        return True

    def strike(self, place: int, act: str, day: date) -> bool:
        paper = self.papers[place]
        if not paper.counts(day):
            return False
        paper.struck = act
        return True

    def replace(self, place: int, stars: int, day: date) -> bool:
        paper = self.papers[place]
        if not paper.counts(day):
            return False
        paper.struck = "replaced"
        if self._enter(Paper(stars, day, after_36_months(day))):
            return True
        paper.struck = ""
        return False

    def _enter(self, paper: Paper) -> bool:
        standing = [other for other in self.papers if not other.struck]
        if any(paper.first <= other.last and other.first <= paper.last for other in standing):
            return False
        self.papers.append(paper)
        return True
