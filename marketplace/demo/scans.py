"""Sample scans of the fictional producers' labels: eight weeks of them, one label that looks copied, one report.

The networks are those that the standards keep for documentation; no region is a real person's.
"""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.timezone import localdate, make_aware, now

from marketplace.demo.rows import Random
from marketplace.demo.trace import STATE_LOT
from outlets.models import Outlet
from traceability import cases, counting
from traceability.models import Case, Label, NetworkRegion, Scan
from traceability.scans import Seen

DAYS, MOST_A_DAY, DEVICES = 56, 5, 14
REGIONS = {"192.0.2.0/24": "92", "198.51.100.0/24": "79", "203.0.113.0/24": "01", "2001:db8:1::/48": "48"}
SUSPECT, REPORTED = "MAU-con-hieu-luc", "MAU-nang-hang"


@transaction.atomic
def load_scans(today: date) -> int:
    """Make the scans once; returns how many."""
    labels = _labels()
    if not labels or Scan.objects.filter(label__in=labels).exists():
        return 0
    NetworkRegion.objects.bulk_create(
        (NetworkRegion(network=network, region=code) for network, code in REGIONS.items()), ignore_conflicts=True
    )
    made = counting.record_scans(_ordinary(labels, today)) + counting.record_scans(_crowd())
    cases.judge_labels()
    _report()
    return made


def suspect_label() -> Label | None:
    """The label that looks copied."""
    return _labels_of(SUSPECT).filter(flagged_at__isnull=False).first()


def _labels() -> list[Label]:
    found = Label.objects.filter(lot__number__startswith=STATE_LOT, state=Label.State.ACTIVATED)
    return list(found.filter(lot__product__owner__is_fictional=True).exclude(pk=_suspect_key()).order_by("pk"))


def _labels_of(code: str):
    return Label.objects.filter(lot__number__startswith=STATE_LOT, lot__product__code=code).order_by("-pk")


def _suspect_key() -> int | None:
    return _labels_of(SUSPECT).values_list("pk", flat=True).first()


def _ordinary(labels: list[Label], today: date) -> list[Seen]:
    """A few scans a day by people near by, one label at a time so that nothing looks unusual."""
    outlets = [*Outlet.objects.order_by("pk").values_list("slug", flat=True)[:3], "", "", ""]
    chance, networks, made = Random("scans"), list(REGIONS), []
    for back in range(DAYS, 0, -1):
        for number in range(chance.randint(0, MOST_A_DAY)):
            label = labels[chance.randint(0, len(labels) - 1)]
            at = make_aware(datetime.combine(today - timedelta(days=back), time(8 + number * 2, chance.randint(0, 59))))
            network = networks[label.pk % len(networks)]  # each label stays in one region
            made.append(
                Seen(
                    label.pk,
                    at,
                    network,
                    f"{back}-{number}",
                    chance.choice(["vi", "vi", "vi", "en"]),
                    chance.choice(outlets),
                )
            )
    return made


def _crowd() -> list[Seen]:
    """Many devices in four regions within an hour: a copied code."""
    key, begin = _suspect_key(), now() - timedelta(hours=2)
    networks = list(REGIONS)
    return [
        Seen(key, begin + timedelta(minutes=3 * number), networks[number % 4], f"crowd-{number}", "vi")
        for number in range(DEVICES)
        if key
    ]


def _report() -> None:
    label = _labels_of(REPORTED).first()
    if label and not Case.objects.filter(label=label).exists():
        words = f"Hai gói ở chợ mang cùng một mã (dữ liệu minh họa, {localdate():%d/%m/%Y})."
        cases.report(
            label.code, kind=Case.Kind.COPIED, network="192.0.2.0/24", words=words, place_text="Chợ phiên (minh họa)"
        )
