"""How often labels are scanned, by day, province, outlet and language; how many certified products are traced.

All of it from the daily sums, so that no figure reads a scan. At most 9 queries, whatever the number of scans.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from catalogue.queries import ProductQuerySet
from marketplace.chart import Chart, chart_of
from marketplace.tracing.words import region_names
from outlets.models import Outlet
from traceability import tongues
from traceability.models import Lot
from traceability.scan_queries import ScanDayQuerySet

PERIODS = (30, 90, 365)  # days
LONGEST_DAILY, WEEK = 92, 7  # days: longer charts have a bar per week
MOST_ROWS = 40


class Row(NamedTuple):
    """A line of a table: its name, scans, share of all in percent."""

    name: str
    scans: int
    share: int


class Traced(NamedTuple):
    """Certified products, and those of them with a lot whose labels are in use."""

    name: str
    certified: int
    traced: int

    @property
    def share(self) -> int:
        return round(100 * self.traced / self.certified) if self.certified else 0


@dataclass(frozen=True)
class Table:
    """Scans by one thing. `rest`: how many lines are left out."""

    heading: str
    rows: list[Row]
    rest: int = 0


@dataclass(frozen=True)
class Figures:
    """`bins`: (first day, scans) of each bar."""

    first: date
    last: date
    total: int
    bins: list[tuple[date, int]]
    chart: Chart
    tables: list[Table]
    traced: Traced
    by_province: list[Traced]

    @property
    def is_weekly(self) -> bool:
        return (self.last - self.first).days >= LONGEST_DAILY


def period_of(asked: str, today: date) -> tuple[date, date]:
    """First and last day of ?ngay=30, 90 or 365, both counted; 30 days for anything else."""
    days = int(asked) if asked in map(str, PERIODS) else PERIODS[0]
    return today - timedelta(days=days - 1), today


def figures_of(scans: ScanDayQuerySet, products: ProductQuerySet, first: date, last: date) -> Figures:
    """The figures of these products' labels from `first` to `last`. At most 9 queries."""
    days = scans.between(first, last)
    bins = binned(dict(days.sums("day")), first, last)
    total = sum(scans for _day, scans in bins)
    by_province = traced_by_province(products, last)
    return Figures(
        first,
        last,
        total,
        bins,
        chart_of(bins, ("scans",), most_marks=5),
        list(_tables(days, total)),
        Traced(_("Tất cả"), sum(one.certified for one in by_province), sum(one.traced for one in by_province)),
        by_province,
    )


def binned(per_day: dict[date, int], first: date, last: date) -> list[tuple[date, int]]:
    """Every day with its scans, those without any too; weeks when there are more than 92 days."""
    span = (last - first).days + 1
    width = WEEK if span > LONGEST_DAILY else 1
    days = [first + timedelta(days=number) for number in range(span)]
    return [
        (days[start], sum(per_day.get(day, 0) for day in days[start : start + width]))
        for start in range(0, span, width)
    ]


def traced_by_province(products: ProductQuerySet, day: date) -> list[Traced]:
    """By the province of origin, names in order. Two queries."""
    certified = products.entries().certified(day).order_by()
    held = dict(certified.values_list("pk", "province__name"))
    traced = set(Lot.objects.traced().filter(product__in=held).values_list("product", flat=True)) if held else set()
    names = sorted({name or "" for name in held.values()})
    return [
        Traced(
            name or _("Không rõ"),
            sum(1 for where in held.values() if (where or "") == name),
            sum(1 for key, where in held.items() if (where or "") == name and key in traced),
        )
        for name in names
    ]


def rows_of_file(scans: ScanDayQuerySet, first: date, last: date) -> Iterator[list]:
    """Heading and lines of the CSV: day, product, province, outlet, language, scans."""
    yield [_("Ngày"), _("Sản phẩm"), _("Tỉnh, thành phố"), _("Điểm bán"), _("Ngôn ngữ"), _("Lượt quét")]
    regions, outlets = region_names(), _outlet_names()
    for day, product, region, outlet, language, count in scans.between(first, last).sums(
        "day", "product__title", "region", "outlet", "language"
    ):
        yield [day.isoformat(), product, _region(region, regions), _outlet(outlet, outlets), language, count]


def _tables(days: ScanDayQuerySet, total: int) -> Iterator[Table]:
    regions, outlets = region_names(), _outlet_names()
    yield _table(_("Theo tỉnh, thành phố"), ((_region(code, regions), n) for code, n in days.sums("region")), total)
    yield _table(_("Theo điểm bán"), ((_outlet(slug, outlets), n) for slug, n in days.sums("outlet")), total)
    yield _table(_("Theo ngôn ngữ"), ((_language(tag), n) for tag, n in days.sums("language")), total)
    yield _table(_("Theo sản phẩm"), days.sums("product__title"), total)


def _table(heading: str, counts: Iterable[tuple[str, int]], total: int) -> Table:
    summed: dict[str, int] = {}
    for name, scans in counts:
        summed[name] = summed.get(name, 0) + scans
    rows = [
        Row(name, scans, round(100 * scans / total) if total else 0)
        for name, scans in sorted(summed.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    return Table(heading, rows[:MOST_ROWS], max(len(rows) - MOST_ROWS, 0))


def _outlet_names() -> dict[str, str]:
    return dict(Outlet.objects.values_list("slug", "name"))


def _region(code: str, names: dict[str, str]) -> str:
    return names.get(code, code) or _("Không rõ")


def _outlet(slug: str, names: dict[str, str]) -> str:
    """A slug that is no outlet's could be anybody's words."""
    return names.get(slug) or (_("Điểm bán không rõ") if slug else _("Không qua thẻ kệ"))


def _language(tag: str) -> str:
    return "中文" if tag == "zh" else tongues.name(tag) if tag else _("Không rõ")
