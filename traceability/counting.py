"""Writing down who looked at which label: rows, sums on the labels, sums by day. Runs beside the page, never in it."""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import Error, connection, transaction
from django.db.models import Case, F, IntegerField, Value, When
from django.db.models.functions import Coalesce, Least
from django.utils.timezone import localdate

from traceability.models import Label, NetworkRegion, Scan, ScanDay, StrangeCodes
from traceability.scans import Seen, Strange
from traceability.visitors import SAME_VISIT

logger = logging.getLogger(__name__)
TRIES_TOGETHER = 60  # seconds
KEPT_DAYS, STRANGE_KEPT_DAYS = 396, 30  # 13 months
AT_ONCE = 5_000


def write_scans(batch: Sequence[Seen | Strange]) -> None:
    """record_scans for a thread of its own: after an error its connection is renewed if it has died."""
    try:
        record_scans(batch)
    except Error:
        connection.close_if_unusable_or_obsolete()
        raise


@transaction.atomic
def record_scans(batch: Sequence[Seen | Strange]) -> int:
    """Write scans and sum them up on their labels and by day; returns how many counted.

    A device whose look at the same label counted less than half an hour away is not counted again, also when a batch
    comes late. Labels that are gone are left out. Asking for codes that do not exist is counted by network. At most 8
    queries per 500 labels.
    """
    _count_strange([one for one in batch if isinstance(one, Strange)])
    seen = [one for one in batch if isinstance(one, Seen)]
    products = _products(seen) if seen else {}
    counted = _without_repeats([one for one in seen if one.label in products]) if products else []
    if counted:
        rows = _located(counted)
        Scan.objects.bulk_create(rows, batch_size=500)
        _sum_on_labels(rows)
        _sum_by_day(rows, products)
    return len(counted)


def forget_old(at: datetime) -> int:
    """Remove scans older than 13 months and tries older than 30 days; ScanDay keeps their sums. Returns how many."""
    StrangeCodes.objects.filter(since__lt=at - timedelta(days=STRANGE_KEPT_DAYS)).delete()
    gone = 0
    while keys := Scan.objects.oldest_before(at - timedelta(days=KEPT_DAYS), AT_ONCE):
        gone += Scan.objects.filter(pk__in=keys).delete()[0]
    return gone


def _products(batch: Sequence[Seen]) -> dict[int, int]:
    """The product of each label that is there: one that is gone must not keep the others waiting for ever."""
    labels = {seen.label for seen in batch}
    found = dict(Label.objects.filter(pk__in=labels).values_list("pk", "sheet__product"))
    if gone := labels - set(found):
        logger.warning("scans of labels that are gone", extra={"labels": sorted(gone)})
    return found


def _without_repeats(batch: Sequence[Seen]) -> list[Seen]:
    counted = _counted_around(batch)
    fresh = []
    for seen in sorted(batch, key=lambda seen: seen.at):
        names = [(seen.label, seen.device), (seen.label, seen.before)]
        if not any(abs(seen.at - at) <= SAME_VISIT for name in names for at in counted.get(name, ())):
            counted[names[0]].append(seen.at)
            fresh.append(seen)
    return fresh


def _counted_around(batch: Sequence[Seen]) -> dict[tuple[int, str], list[datetime]]:
    """When each device's looks at these labels counted, as far as they may be the same visits."""
    times, labels = [seen.at for seen in batch], {seen.label for seen in batch}
    span = (min(times) - SAME_VISIT, max(times) + SAME_VISIT)
    counted = defaultdict(list)
    for label, device, at in Scan.objects.filter(label__in=labels, at__range=span).values_list("label", "device", "at"):
        counted[label, device].append(at)
    return counted


def _located(batch: Sequence[Seen]) -> list[Scan]:
    regions = NetworkRegion.objects.of(seen.network for seen in batch)
    return [
        Scan(
            label_id=seen.label,
            at=seen.at,
            network=seen.network,
            device=seen.device,
            region=regions.get(seen.network, ""),
            language=seen.language,
            outlet=seen.outlet,
        )
        for seen in batch
    ]


def _sum_on_labels(rows: Sequence[Scan]) -> None:
    """One statement per 500 labels, whose rows are locked in the order of their keys: two processes do not deadlock."""
    times = Counter(row.label_id for row in rows)
    first = {row.label_id: row.at for row in sorted(rows, key=lambda row: row.at, reverse=True)}
    for keys in _chunks(sorted(times), 500):
        list(Label.objects.filter(pk__in=keys).order_by("pk").select_for_update().values_list("pk"))
        earliest = _by_key({key: first[key] for key in keys})
        Label.objects.filter(pk__in=keys).update(
            scan_count=F("scan_count") + _by_key({key: times[key] for key in keys}, IntegerField()),
            first_scanned_at=Least(Coalesce("first_scanned_at", earliest), earliest),
            is_unjudged=True,
        )


def _by_key(values: dict, field=None) -> Case:
    field = field or Label._meta.get_field("first_scanned_at")
    return Case(*(When(pk=key, then=Value(value, field)) for key, value in values.items()), output_field=field)


def _sum_by_day(rows: Sequence[Scan], products: Mapping[int, int]) -> None:
    sums = Counter((products[row.label_id], localdate(row.at), row.region, row.outlet, row.language) for row in rows)
    _add_up(ScanDay, ("product_id", "day", "region", "outlet", "language"), "scans", sums)


def _count_strange(batch: Sequence[Strange]) -> None:
    _add_up(StrangeCodes, ("network", "since"), "times", Counter((one.network, _begin(one.at)) for one in batch))


def _begin(at: datetime) -> datetime:
    return datetime.fromtimestamp(at.timestamp() // TRIES_TOGETHER * TRIES_TOGETHER, tz=at.tzinfo)


def _add_up(model: type, columns: Sequence[str], total: str, sums: Counter) -> None:
    """Add to the row of each key, making those that are missing; in the order of the keys, so that none deadlocks."""
    if not sums:
        return
    fields = [*(model._meta.get_field(name).column for name in columns), total]
    table, names = model._meta.db_table, ", ".join(fields)
    marks, unique = ", ".join(["%s"] * len(fields)), ", ".join(fields[:-1])
    adds = f"{total} = {table}.{total} + excluded.{total}"
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT ({unique}) DO UPDATE SET {adds}"
    prepared = [model._meta.get_field(name) for name in (*columns, total)]
    with connection.cursor() as cursor:
        cursor.executemany(
            statement,
            [
                [
                    field.get_db_prep_save(value, connection)
                    for field, value in zip(prepared, (*key, count), strict=True)
                ]
                for key, count in sorted(sums.items())
            ],
        )


def _chunks(keys: Sequence[int], size: int) -> Iterable[Sequence[int]]:
    return (keys[start : start + size] for start in range(0, len(keys), size))
