import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import Sum
from django.utils.timezone import now

from tests.traceability.factories import LotFactory, active_label, printed_sheet
from traceability import counting
from traceability.models import Scan, ScanDay
from traceability.scans import ScanBuffer, Seen
from traceability.visitors import NOBODY, device_of, devices_of, is_counted, network_of

DAY = date(2026, 11, 21)
PERSON = {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 14)"}


def seen(label, device="a", minutes=0):
    return Seen(label.pk, now() - timedelta(minutes=minutes), "203.0.113.0/24", device, "vi")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("unix:", NOBODY),
        ("", NOBODY),
    ],
)
def test_only_the_network_of_an_address_is_kept(address, network):
    assert network_of(address) == network


def test_a_device_is_one_within_a_day_and_nobody_the_next():
    today = device_of("203.0.113.0/24", "Firefox", DAY, "key")

    assert today == device_of("203.0.113.0/24", "Firefox", DAY, "key")
    assert today != device_of("203.0.113.0/24", "Firefox", DAY + timedelta(days=1), "key")
    assert today != device_of("203.0.113.0/24", "Firefox", DAY, "another key")


@pytest.mark.parametrize(
    ("hour", "minute", "knows_yesterday"), [(0, 0, True), (0, 29, True), (0, 30, False), (23, 59, False)]
)
def test_in_the_first_half_hour_of_a_day_a_device_is_also_known_as_it_was_called_yesterday(
    hour, minute, knows_yesterday
):
    given = "203.0.113.0/24", "Firefox"

    found = devices_of(*given, datetime(2026, 11, 21, hour, minute, tzinfo=UTC), "key")

    yesterday = device_of(*given, DAY - timedelta(days=1), "key") if knows_yesterday else ""
    assert found == (device_of(*given, DAY, "key"), yesterday)


@pytest.mark.parametrize(
    ("method", "meta", "counted"),
    [
        ("GET", PERSON, True),
        ("HEAD", PERSON, False),
        ("GET", {}, False),
        ("GET", PERSON | {"HTTP_SEC_PURPOSE": "prefetch;prerender"}, False),
        ("GET", PERSON | {"HTTP_PURPOSE": "preview"}, False),
        ("GET", {"HTTP_USER_AGENT": "Googlebot/2.1"}, False),
        ("GET", {"HTTP_USER_AGENT": "facebookexternalhit/1.1"}, False),
    ],
)
def test_only_people_who_look_are_counted(method, meta, counted):
    assert is_counted(method, meta) == counted


@pytest.mark.django_db
def test_scans_are_summed_up_on_their_label():
    label, other = active_label(), active_label()
    batch = [seen(label, "a", 3), seen(label, "b"), seen(other, "a")]

    assert counting.record_scans(batch) == 3

    label.refresh_from_db()
    assert (label.scan_count, label.first_scanned_at) == (2, batch[0].at)


@pytest.mark.django_db
def test_the_same_device_within_half_an_hour_is_one_scan():
    label = active_label()

    counting.record_scans([seen(label, "a", 45)])
    counting.record_scans([seen(label, "a", 20), seen(label, "a", 19)])
    counting.record_scans([seen(label, "a")])

    label.refresh_from_db()
    assert label.scan_count == Scan.objects.filter(label=label).count() == 2


@pytest.mark.django_db
def test_one_visit_over_midnight_is_one_scan_and_yesterdays_name_is_not_written_down():
    label = active_label()

    counting.record_scans([seen(label, "of yesterday", 2)])
    counting.record_scans([seen(label, "of today")._replace(before="of yesterday")])

    assert [row.device for row in Scan.objects.all()] == ["of yesterday"]
    counting.record_scans([seen(label, "of another", 1)._replace(before="another's of yesterday")])
    assert sorted(row.device for row in Scan.objects.all()) == ["of another", "of yesterday"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("batches", "counted"),
    [
        ([[90, 59]], 2),  # 31 minutes lie between two visits of one batch
        ([[90, 60]], 1),
        ([[59], [90]], 2),  # written in the wrong order
        ([[60], [90]], 1),
        ([[90, 70, 50]], 2),  # the visit begins anew after what counted, not after what was repeated
    ],
)
def test_the_half_hour_is_that_of_each_look_not_of_its_batch(batches, counted):
    label, at = active_label(), now()

    for batch in batches:
        counting.record_scans([seen(label)._replace(at=at - timedelta(minutes=minutes)) for minutes in batch])

    assert Scan.objects.filter(label=label).count() == counted


@pytest.mark.django_db
def test_an_old_scan_of_another_label_in_the_batch_hides_no_later_visit():
    label, other = active_label(), active_label()
    counting.record_scans([seen(label, minutes=70)])

    assert counting.record_scans([seen(other, minutes=300), seen(label, minutes=1)]) == 2


@pytest.mark.django_db
def test_the_first_scan_is_the_earliest_whichever_was_written_first():
    label, times = active_label(), []
    for device, minutes in [("a", 50), ("b", 200), ("c", 10)]:
        one = seen(label, device, minutes)
        times.append(one.at)
        counting.record_scans([one])

    label.refresh_from_db()
    assert label.first_scanned_at == min(times) == times[1]


@pytest.mark.django_db
def test_a_scan_whose_label_is_gone_is_left_out_and_keeps_no_other_waiting(caplog):
    label, gone = active_label(), active_label()
    batch = [seen(gone), seen(label)]
    gone.delete()

    assert [counting.record_scans(batch), counting.record_scans(batch[:1])] == [1, 0]
    assert [row.label_id for row in Scan.objects.all()] == [label.pk]
    assert "labels that are gone" in caplog.text


@pytest.mark.django_db
def test_each_label_of_a_large_batch_gets_its_own_sum_and_first_scan(django_assert_max_num_queries):
    sheet = printed_sheet(LotFactory(quantity=600), 600)
    labels = list(sheet.labels.order_by("pk"))
    batch = [seen(label, f"d{n}", 5 * n + label.pk % 7) for label in labels for n in range(label.pk % 3 + 1)]

    with django_assert_max_num_queries(20):
        assert counting.record_scans(batch) == len(batch)

    for label in sheet.labels.all():
        own = [one.at for one in batch if one.label == label.pk]
        assert (label.scan_count, label.first_scanned_at, label.is_unjudged) == (len(own), min(own), True)
    assert ScanDay.objects.aggregate(total=Sum("scans"))["total"] == len(batch)


@pytest.mark.django_db
def test_a_batch_is_written_whole_or_not_at_all(monkeypatch):
    label = active_label()

    def fail(*given):
        raise OSError

    monkeypatch.setattr(counting, "_sum_by_day", fail)
    with pytest.raises(OSError):
        counting.record_scans([seen(label)])

    label.refresh_from_db()
    assert (label.scan_count, Scan.objects.count()) == (0, 0)


def test_a_scan_that_cannot_be_written_waits_for_the_next_second():
    written, fail = [], [True]

    def write(batch):
        if fail.pop() if fail else False:
            raise OSError("database is locked")
        written.extend(batch)

    buffer = ScanBuffer(write, seconds=None)
    buffer.add("first")
    assert buffer.flush() == 0
    buffer.add("second")

    assert buffer.flush() == 2
    assert written == ["first", "second"]


STOPPED = """
import os, sys, time
from traceability.scans import ScanBuffer
buffer = ScanBuffer(lambda batch: print(*batch, sep="\\n", flush=True), seconds=float(sys.argv[1]))
for number in range(1000):
    buffer.add(number)
time.sleep(float(sys.argv[2]))
if sys.argv[3] == "killed":
    os.kill(os.getpid(), 9)
"""


def lines_of(seconds, wait, end):
    run = subprocess.run(
        [sys.executable, "-c", STOPPED, seconds, wait, end], capture_output=True, env=os.environ | {"PYTHONPATH": "."}
    )
    return run.stdout.decode().splitlines()


def test_a_normal_stop_loses_no_scan():
    assert len(lines_of("60", "0", "ended")) == 1000


@pytest.mark.parametrize(("wait", "kept"), [("0", 0), ("0.6", 1000)])
def test_a_kill_loses_no_more_than_what_came_since_the_last_flush(wait, kept):
    assert len(lines_of("0.2", wait, "killed")) == kept


def test_a_forked_worker_does_not_write_its_parents_scans():
    buffer = ScanBuffer(lambda batch: None, seconds=None)
    buffer.add("of the parent")

    child = os.fork()
    if child == 0:
        os._exit(len(buffer))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert len(buffer) == 1
