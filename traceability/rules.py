"""What the scans of a label give away: rules R1-R7, rows in, findings out. Plain Python on plain values.

Source: TRACEABILITY.md section 6. A finding is a suspicion, never a verdict: a copied code looks like its original on
the first scan. It becomes a flag only when several networks took part, so that one rival cannot paint a label.
Devices are told apart within a day only, because nothing links a device to the next day.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from catalogue.globe import Point, distance

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WINDOW = 7 * DAY  # the scans that the rules look at
BURSTS = ((HOUR, 10), (DAY, 30))  # R2: more distinct devices than this within this time
FASTEST, FARTHEST = 900, 200  # R3: km/h, km
AFTER_EXPIRY = 90 * DAY  # R4: a pack may stand in a kitchen for a while
MOST_REGIONS = 3  # R5, within WINDOW
MOST_STRANGE, GUESSING = 20, timedelta(minutes=10)  # R6: codes that do not exist, from one network
NETWORKS_FOR_A_FLAG = 3
COPY_RULES = frozenset({"R2", "R3", "R5", "R7"})  # those that speak of a copied code
VIETNAM = timezone(timedelta(hours=7))


class Row(NamedTuple):
    """One scan. `region`: "" when unknown."""

    at: datetime
    network: str
    device: str
    region: str = ""


@dataclass(frozen=True)
class Judged:
    """A label as the rules see it. `ended_at`: when it was cancelled or recalled, or its lot; `opened_at`: when its
    hidden code was scratched open, `opened_by`: the device that did, as it was named that day; "" when unknown."""

    is_unit: bool = True
    activated_at: datetime | None = None
    ended_at: datetime | None = None
    expires_on: date | None = None
    opened_at: datetime | None = None
    opened_by: str = ""


class Finding(NamedTuple):
    """What a rule found: when it was complete, in how many networks, and the facts that the words of the desk need."""

    rule: str
    at: datetime
    networks: int
    facts: dict[str, Any]

    @property
    def is_flag(self) -> bool:
        return self.networks >= NETWORKS_FOR_A_FLAG


Centres = Mapping[str, Point]


def judge(label: Judged, rows: Iterable[Row], centres: Centres) -> list[Finding]:
    """What R2-R5 and R7 find, each at most once. A label shared by a lot says nothing by being scanned often and
    everywhere: only R4 looks at it."""
    ordered = sorted(rows)
    rules = UNIT_RULES if label.is_unit else (out_of_time,)
    return [found for rule in rules if (found := rule(label, ordered, centres))]


def day_of(at: datetime) -> date:
    """The day in Vietnam: within it a device keeps its name (visitors.device_of)."""
    return at.astimezone(VIETNAM).date()


def first_scan(rows: Iterable[Row]) -> datetime | None:
    """R1: when a label was looked at first; shown, never a suspicion."""
    return min((row.at for row in rows), default=None)


def burst(label: Judged, rows: Sequence[Row], centres: Centres) -> Finding | None:
    """R2: more than 10 devices within an hour, or more than 30 within a day."""
    for span, most in BURSTS:
        for window in _windows(rows, span):
            devices = len({row.device for row in window})
            if devices > most:
                facts = {"devices": devices, "hours": int(span / HOUR)}
                return Finding("R2", window[-1].at, _networks(window), facts)
    return None


def impossible_travel(label: Judged, rows: Sequence[Row], centres: Centres) -> Finding | None:
    """R3: two scans in a row over 200 km apart, faster than 900 km/h. Places are centres of regions; where one is not
    known nothing is said. The networks are all that looked at the label."""
    for one, other in pairwise(row for row in rows if row.region in centres):
        far = distance(centres[one.region], centres[other.region]) / 1000
        hours = (other.at - one.at) / HOUR
        if far > FARTHEST and far > FASTEST * hours:
            facts = {"regions": [one.region, other.region], "km": round(far), "minutes": round(hours * 60)}
            return Finding("R3", other.at, _networks(rows), facts)
    return None


def out_of_time(label: Judged, rows: Sequence[Row], centres: Centres) -> Finding | None:
    """R4: scanned before it was activated, after it was cancelled or recalled, or 90 days past its lot's last day."""
    wrong = [row for row in rows if _is_out_of_time(label, row.at)]
    if not wrong:
        return None
    return Finding("R4", wrong[-1].at, _networks(wrong), {"scans": len(wrong)})


def spread(label: Judged, rows: Sequence[Row], centres: Centres) -> Finding | None:
    """R5: scanned in more than three provinces within seven days."""
    for window in _windows([row for row in rows if row.region], WINDOW):
        regions = {row.region for row in window}
        if len(regions) > MOST_REGIONS:
            return Finding("R5", window[-1].at, _networks(window), {"regions": sorted(regions)})
    return None


def guessing(tries: Iterable[tuple[str, datetime, int]]) -> list[Finding]:
    """R6: networks that asked for more than 20 codes nobody issued within ten minutes. `tries`: (network, minute,
    how many). Speaks of a network, so it paints no label."""
    per_network: dict[str, list[tuple[datetime, int]]] = defaultdict(list)
    for network, minute, times in sorted(tries):
        per_network[network].append((minute, times))
    found = ((network, _densest(minutes)) for network, minutes in per_network.items())
    return [
        Finding("R6", at, 1, {"network": network, "codes": times})
        for network, (times, at) in found
        if times > MOST_STRANGE
    ]


def _densest(minutes: Sequence[tuple[datetime, int]]) -> tuple[int, datetime]:
    """The most tries within ten minutes, and when that was."""
    begin, within, most = 0, 0, (0, minutes[0][0])
    for at, times in minutes:
        within += times
        while at - minutes[begin][0] > GUESSING:
            within -= minutes[begin][1]
            begin += 1
        most = max(most, (within, at))
    return most


def scanned_after_opening(label: Judged, rows: Sequence[Row], centres: Centres) -> Finding | None:
    """R7: other devices still scan a label whose hidden code was scratched open: the pack was used.

    Counted within one day, that with the most networks: the opener's own device has another name the next day, so what
    several days bring one by one may all be the buyer. A phone that changes its network is a new device each time; that
    is what the networks of a flag leave room for.
    """
    later = [row for row in rows if label.opened_at and row.at > label.opened_at]
    days = [_not_the_openers(label, list(some)) for _day, some in groupby(later, key=lambda row: day_of(row.at))]
    most = max(days, key=_networks, default=())
    if not most:
        return None
    return Finding("R7", most[-1].at, _networks(most), {"devices": len({row.device for row in most})})


def _not_the_openers(label: Judged, rows: Sequence[Row]) -> Sequence[Row]:
    """Of one day's rows those that are surely another device's: on another day than the opening, and where the opener
    is unknown, all but one device, that without which the fewest networks remain."""
    if label.opened_by and label.opened_at and day_of(rows[0].at) == day_of(label.opened_at):
        own = label.opened_by
    else:
        shares = Counter(network for network, _device in {(row.network, row.device) for row in rows})
        own = min(rows, key=lambda row: shares[row.network]).device
    return [row for row in rows if row.device != own]


Rule = Callable[[Judged, Sequence[Row], Centres], Finding | None]
UNIT_RULES: tuple[Rule, ...] = (burst, impossible_travel, out_of_time, spread, scanned_after_opening)


def _is_out_of_time(label: Judged, at: datetime) -> bool:
    if label.activated_at is None or at < label.activated_at:
        return True
    if label.ended_at and at > label.ended_at:
        return True
    return bool(label.expires_on and day_of(at) - AFTER_EXPIRY > label.expires_on)


def _networks(rows: Iterable[Row]) -> int:
    return len({row.network for row in rows})


def _windows(rows: Sequence[Row], span: timedelta) -> Iterator[Sequence[Row]]:
    """For each row, it and those of at most `span` before it."""
    begin = 0
    for end, row in enumerate(rows):
        while row.at - rows[begin].at > span:
            begin += 1
        yield rows[begin : end + 1]
