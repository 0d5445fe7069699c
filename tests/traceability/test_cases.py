"""What the rules make of scans: from looks at labels to suspicions."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from marketplace.clockwork.models import Job
from marketplace.clockwork.services import tick
from marketplace.pages.scan import scans
from tests.marketplace.workspaces import member_of
from tests.traceability.factories import active_label, printed_sheet
from tests.traceability.suspects import FAR, PHONE, crowd, look, suspected
from tests.traceability.suspects import nothing_remembered as nothing_remembered
from tests.traceability.suspects import places as places
from traceability import cases, codes, counting, network_regions, rules
from traceability.models import Case, Flag, Label, NetworkRegion, Scan, ScratchPin, StrangeCodes
from traceability.scans import Seen, Strange

pytestmark = pytest.mark.django_db


# Invariant 10 of TRACEABILITY.md ------------------------------------------------------------------
def test_invariant_10_a_scan_row_holds_no_full_address(client):
    label = active_label()
    for address in ("203.0.113.77", "2001:db8:1:2::3"):
        look(client, label, address)
    scans.flush()

    stored = [str(value) for row in Scan.objects.values_list() for value in row]
    assert sorted(Scan.objects.values_list("network", flat=True)) == ["2001:db8:1::/48", "203.0.113.0/24"]
    assert not any("203.0.113.77" in value or "2::3" in value for value in stored)


def test_invariant_10_two_scans_1500_km_apart_in_30_minutes_raise_r3_once(client, places):
    label = active_label()
    with time_machine.travel("2026-11-20T03:00:00Z", tick=False) as clock:
        Label.objects.update(activated_at=now() - timedelta(days=1))
        look(client, label, "192.0.2.9")
        look(client, label, "203.0.113.77")
        clock.shift(timedelta(minutes=30))
        look(client, label, "198.51.100.5")
        scans.flush()
        for _minute in range(3):
            Job.objects.all().delete()
            assert not any(tick().values())

    assert Flag.objects.get().rule == "R3"
    assert Flag.objects.get().facts["regions"] == ["04", "96"]
    assert 1490 < Flag.objects.get().facts["km"] < 1520
    assert Case.objects.get().label == label


@pytest.mark.parametrize(
    ("third", "minutes"), [("203.0.113.9", 30), ("192.0.2.9", 120)], ids=["two networks only", "time enough to fly"]
)
def test_invariant_10_what_two_networks_or_a_plane_explain_raises_nothing(client, places, third, minutes):
    label = active_label()
    with time_machine.travel("2026-11-20T03:00:00Z", tick=False) as clock:
        Label.objects.update(activated_at=now() - timedelta(days=1))
        look(client, label, third, "other phone")
        look(client, label, "203.0.113.77")
        clock.shift(timedelta(minutes=minutes))
        look(client, label, "198.51.100.5")
        scans.flush()
        cases.judge_labels()

    assert Scan.objects.count() == 3
    assert not Flag.objects.exists()


def test_the_same_phone_before_and_after_midnight_is_one_scan(client):
    label = active_label()
    with time_machine.travel("2026-11-20T16:59:00Z", tick=False) as clock:
        for minutes in (2, 29):
            look(client, label, "192.0.2.9")
            scans.flush()
            clock.shift(timedelta(minutes=minutes))
        look(client, label, "192.0.2.9")
        scans.flush()

    assert [f"{at:%H:%M}" for at in Scan.objects.values_list("at", flat=True).order_by("at")] == ["16:59", "17:30"]


@pytest.mark.parametrize(
    "how",
    [
        {"method": "head"},
        {"HTTP_SEC_PURPOSE": "prefetch"},
        {"HTTP_USER_AGENT": "Googlebot/2.1"},
        {"HTTP_COOKIE": "khong-dem=1"},
    ],
    ids=["HEAD", "prefetch", "robot", "staff"],
)
def test_invariant_10_prefetch_head_robots_and_staff_add_no_scan(client, how):
    label, asked = active_label(), {"HTTP_USER_AGENT": PHONE, **how}

    answer = getattr(client, asked.pop("method", "get"))(f"/T/{label.code}", **asked)

    assert (answer.status_code, len(scans)) == (200, 0)
    client.get(f"/T/{label.code}", HTTP_USER_AGENT=PHONE)
    assert len(scans) == 1


def test_invariant_10_the_21st_unknown_code_in_ten_minutes_is_refused(client):
    with time_machine.travel(now(), tick=False) as clock:
        answers = [client.get(f"/T/{codes.new_code()}").status_code for _ in range(22)]
        clock.shift(timedelta(seconds=601))
        later = client.get(f"/T/{codes.new_code()}").status_code

    assert answers == [404] * 20 + [429] * 2
    assert later == 404
    assert client.get(f"/T/{active_label().code}").status_code == 200


# From scans to cases ------------------------------------------------------------------------------
def test_a_crowd_makes_one_case_and_the_next_scan_says_so(client):
    label = suspected()

    assert "band--grey" in look(client, label, "192.0.2.1").content.decode()
    assert [flag.rule for flag in Case.objects.get(label=label).flags.all()] == ["R2"]
    crowd(label, 24)
    assert cases.judge_labels() == 0
    assert Case.objects.count() == 1


def test_one_rival_network_paints_nothing():
    label = active_label()
    crowd(label, 60, networks=2)

    assert cases.judge_labels() == 0
    assert not Case.objects.exists()
    label.refresh_from_db()
    assert label.flagged_at is None


def test_a_leaked_sheet_is_a_case_but_its_label_is_said_to_be_unused_not_copied():
    label = printed_sheet().labels.get()
    crowd(label, 3)

    assert cases.judge_labels() == 1
    label.refresh_from_db()
    assert (Flag.objects.get().rule, label.flagged_at) == ("R4", None)


def test_scans_after_the_hidden_code_was_opened_are_noticed():
    label = active_label()
    ScratchPin.objects.create(label=label, mac="x", opened_at=now() - timedelta(hours=1))
    crowd(label, 4, networks=4)

    cases.judge_labels()

    assert Flag.objects.get().rule == "R7"


def test_who_opened_the_hidden_code_may_look_again_on_any_day_from_anywhere(client):
    label = active_label()
    with time_machine.travel("2026-11-16T16:00:00Z", tick=False) as clock:
        Label.objects.update(activated_at=now() - timedelta(days=1))
        look(client, label, "192.0.2.1")
        ScratchPin.objects.create(label=label, mac="x", opened_at=now() + timedelta(minutes=1))
        for address in ("203.0.113.1", "198.51.100.1", "192.0.2.1"):
            clock.shift(timedelta(days=1))
            look(client, label, address)
        scans.flush()
        cases.judge_labels()

    assert Scan.objects.count() == 4
    assert not Flag.objects.exists()


def test_the_opener_is_known_by_the_name_of_the_day_of_opening_only(places):
    label, at = active_label(), now()
    rows = [rules.Row(at - timedelta(days=1), "n", "a"), rules.Row(at - timedelta(days=2), "n", "b")]

    assert cases._judged(label, at, rows).opened_by == ""
    assert cases._judged(label, at, [*rows, rules.Row(at, "n", "c")]).opened_by == "c"


def test_a_label_shared_by_a_lot_is_never_suspect_for_being_scanned():
    assert suspected(kind="lot").flagged_at is None


def test_judging_asks_the_same_few_questions_whatever_the_number_of_labels(django_assert_max_num_queries):
    for label in [active_label() for _ in range(12)]:
        crowd(label, 4)

    with django_assert_max_num_queries(10):
        cases.judge_labels()


def test_a_network_that_guesses_codes_is_one_case_without_a_label():
    counting.record_scans([Strange(now(), "10.9.9.0/24")] * 21)
    counting.record_scans([Strange(now(), "10.9.8.0/24")] * 20)

    assert [cases.judge_networks(now()) for _minute in range(2)] == [1, 0]
    case = Case.objects.get()
    assert (case.network, case.label, case.flags.get().rule) == ("10.9.9.0/24", None, "R6")


def test_how_many_provinces_a_label_was_scanned_in_is_said_on_its_page(client, places):
    label = active_label()
    for address in ("203.0.113.77", "198.51.100.5", "192.0.2.1"):
        look(client, label, address)
    scans.flush()
    cases.judge_labels()

    assert "2 tỉnh" in look(client, label, "192.0.2.1").content.decode()


def test_trouble_with_one_label_stops_no_other_and_its_mark_stays(monkeypatch, caplog):
    broken, copied = active_label(), active_label()
    for label in (broken, copied):
        crowd(label)
    judge = cases.rules.judge
    troubles = iter([OverflowError("date value out of range")])

    def trip(*given):
        for trouble in troubles:
            raise trouble
        return judge(*given)

    monkeypatch.setattr(cases.rules, "judge", trip)

    assert cases.judge_labels() == 1
    assert list(Label.objects.order_by("pk").values_list("is_unjudged", flat=True)) == [True, False]
    assert "label not judged" in caplog.text
    assert cases.judge_labels() == 1


def test_a_label_keeps_its_mark_when_judging_is_killed_or_it_is_scanned_meanwhile(monkeypatch):
    label = active_label()
    crowd(label)
    judge = cases.rules.judge

    def killed(*given):
        raise KeyboardInterrupt

    def scanned_meanwhile(*given):
        counting.record_scans([Seen(label.pk, now(), "10.9.9.0/24", "one more", "vi")])
        return judge(*given)

    monkeypatch.setattr(cases.rules, "judge", killed)
    with pytest.raises(KeyboardInterrupt):
        cases.judge_labels()
    assert Label.objects.get().is_unjudged
    monkeypatch.setattr(cases.rules, "judge", scanned_meanwhile)
    assert cases.judge_labels() == 1
    assert Label.objects.get().is_unjudged


def test_a_flood_on_one_label_hides_no_other_and_each_run_ends(monkeypatch, places):
    copied, flooded, later = [active_label() for _ in range(3)]
    crowd(copied)
    crowd(flooded, 40, networks=1)
    counting.record_scans([Seen(flooded.pk, now(), next(iter(FAR)), "d", "vi")])
    crowd(later)
    for name, value in [("ROWS_EACH", 15), ("LABELS_AT_ONCE", 2), ("PASSES", 1)]:
        monkeypatch.setattr(cases, name, value)

    flags = [cases.judge_labels()]
    assert list(Label.objects.order_by("pk").values_list("is_unjudged", "scan_regions")) == [
        (False, 0),
        (False, 1),
        (True, 0),
    ]
    assert [*flags, cases.judge_labels(), cases.judge_labels()] == [1, 1, 0]
    assert {case.label for case in Case.objects.all()} == {copied, later}


# Where networks lie -------------------------------------------------------------------------------
def test_the_narrowest_network_of_the_list_says_where_a_scan_comes_from(places):
    network_regions.load_regions([("10.0.0.0/8", "CN"), ("10.1.0.0/16", "Cà Mau"), ("10.1.2.0/24", "04")])

    found = NetworkRegion.objects.of(["10.1.2.0/24", "10.1.3.0/24", "10.9.9.0/24", "192.0.2.0/24", "2001:db8:1::/48"])

    assert found == {"10.1.2.0/24": "04", "10.1.3.0/24": "96", "10.9.9.0/24": "CN"}


@pytest.mark.parametrize("line", [("10.0.0.0/4", "CN"), ("10.0.0.1", "CN"), ("x", "CN"), ("10.0.0.0/8", "Atlantis")])
def test_a_list_with_a_bad_line_changes_nothing(places, line):
    with pytest.raises(network_regions.BadLine):
        network_regions.load_regions([("10.0.0.0/8", "CN"), line])

    assert NetworkRegion.objects.count() == len(FAR)


def test_tries_of_unknown_codes_are_added_up_by_the_minute():
    at = now().replace(minute=3, second=5)
    counting.record_scans([Strange(at, "10.0.0.0/24"), Strange(at + timedelta(seconds=40), "10.0.0.0/24")])
    counting.record_scans([Strange(at, "10.0.0.0/24"), Strange(at + timedelta(minutes=1), "10.0.0.0/24")])

    assert list(StrangeCodes.objects.order_by("since").values_list("times", flat=True)) == [3, 1]


def test_who_refuses_to_stop_guessing_at_the_page_is_one_case(client):
    for _ in range(30):
        client.get(f"/T/{codes.new_code()}", REMOTE_ADDR="198.51.100.9")
    scans.flush()

    assert cases.judge_networks(now()) == 1
    assert Flag.objects.get().facts == {"network": "198.51.100.0/24", "codes": 21}


def test_who_works_here_is_not_counted_from_the_first_page_of_the_workspace_on():
    browser = member_of()
    label = active_label()
    browser.get(f"/T/{label.code}", HTTP_USER_AGENT=PHONE)
    assert len(scans) == 1

    browser.get("/kenh-nha-san-xuat/")
    browser.get(f"/T/{label.code}", HTTP_USER_AGENT=PHONE)

    assert len(scans) == 1
