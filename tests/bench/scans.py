"""The scan page with a million scans of 200,000 labels behind it: requests per second, its queries, a poor phone's wait."""

import statistics
import time
from datetime import timedelta
from itertools import chain, islice, repeat

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from playwright.sync_api import sync_playwright

from tests.bench import load
from tests.bench.pages import Page
from tests.bench.serving import changes, server
from tests.support import tools
from traceability import codes
from traceability.models import Label, Scan

LABELS, SCANS, DAYS = 200_000, 1_000_000, 200
ROTATING, MANY = 200, 20_000  # addresses: as every page is measured, and far more than a process remembers
GOAL, GOAL_P95_MS, GOAL_LCP_S, MOST_QUERIES = 50, 50, 1.5, 3
SHOWN = ("Còn hiệu lực</h1>", 'class="plate"')
PHONE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}  # 400 kbit/s
SLOWER = 4
TURNS = 7
LAST_PAINT = """new Promise(told => new PerformanceObserver(list => {
  const paints = list.getEntries(); told(paints[paints.length - 1].startTime)
}).observe({type: "largest-contentful-paint", buffered: true}))"""


def measured(seconds):
    """Whether a figure was missed that does not depend on the machine."""
    fill()
    every = list(Label.objects.filter(state="activated").order_by("pk").values_list("code", flat=True))
    pages = [
        Page("empty", ["/_empty/"] * ROTATING, ("nothing",)),
        Page("scan", addresses(every, ROTATING), SHOWN, GOAL),
        Page("scans", addresses(every, MANY), SHOWN),
    ]
    queries = asked_of(pages[1])
    with server() as port, changes():
        for page in pages[:2]:
            load.complete(load.with_threads(port, page, rounds=4), page)
        warm = {page.name: load.warm(port, page, seconds) for page in pages}
        paints = [painted(port, path) for path in pages[1].paths[:TURNS]] if tools.find("chromium") else []
    report(warm, queries, paints)
    return len(queries) > MOST_QUERIES


def addresses(every, count):
    return [f"/T/{code}" for code in every[:: len(every) // count][:count]]


def fill():
    """Labels on the lots that are there, and scans of them spread over DAYS days."""
    began = time.monotonic()
    patterns = list(Label.objects.filter(state="activated").select_related("lot"))
    copies = chain.from_iterable(repeat(patterns))
    Label.objects.bulk_create(map(like, islice(copies, LABELS - len(patterns))), batch_size=1000)
    first, last = (Label.objects.order_by(order).values_list("pk", flat=True)[0] for order in ("pk", "-pk"))
    for day in range(DAYS):
        add_scans(first, last - first + 1, SCANS // DAYS, now() - timedelta(days=day), offset=day * SCANS // DAYS)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(
        f"\n{connection.vendor}: {Label.objects.count():,} labels, {Scan.objects.count():,} scans "
        f"made in {time.monotonic() - began:.0f} s",
        flush=True,
    )


def like(pattern):
    """Another label in use on a pack of the same lot."""
    facts = {name: getattr(pattern, name) for name in ("kind", "state", "sheet_id", "lot_id", "activated_at")}
    return Label(code=codes.new_code(), **facts)


def add_scans(first, labels, count, at, *, offset):
    """`count` scans, each of another label and network."""
    table = connection.ops.quote_name(Scan._meta.db_table)
    at = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (label_id, at, network, device, region, language, outlet) "
            "WITH RECURSIVE n(i) AS (SELECT CAST(%s AS bigint) UNION ALL SELECT i + 1 FROM n WHERE i < %s) "
            "SELECT %s + (i * 7919) %% %s, %s, '10.' || (i %% 250) || '.' || (i %% 199) || '.0/24', "
            "'device' || (i %% 9973), '', 'vi', '' FROM n",
            [offset, offset + count - 1, first, labels, at],
        )


def asked_of(page):
    """[(ms, statement)] of the costliest of twelve first looks; the time is the median of what each took."""
    client, looks = Client(), []
    for path in page.paths[:: ROTATING // 12]:
        with CaptureQueriesContext(connection) as asked:
            response = client.get(path)
        assert response.status_code == 200
        assert not response.cookies, "a scan starts no session"
        looks.append(asked.captured_queries)
    longest = max(looks, key=len)
    alike = [look for look in looks if len(look) == len(longest)]
    return [
        (statistics.median(float(look[place]["time"]) for look in alike) * 1000, one["sql"])
        for place, one in enumerate(longest)
    ]


def painted(port, path):
    """(last byte, largest paint) in seconds for a poor phone that never was here.

    What Chromium calls the first byte is that of the server: it holds the answer back only afterwards.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=tools.find("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN").new_page()
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", PHONE)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(f"http://127.0.0.1:{port}{path}", wait_until="load")
        here = page.evaluate("performance.getEntriesByType('navigation')[0].responseEnd")
        last = page.evaluate(LAST_PAINT)
        browser.close()
    assert here > PHONE["latency"], "the browser did not slow the page down"
    return here / 1000, last / 1000


def report(warm, queries, paints):
    empty = warm["empty"][0]
    for name, what in (("scan", f"{ROTATING} labels in turn"), ("scans", f"{MANY:,} labels in turn")):
        rate, bad, slow = warm[name]
        goal = f" (goal {GOAL} %)" if name == "scan" else ""
        print(
            f"{what}: {rate:.0f} per second, {100 * rate / empty:.1f} % of an empty view's {empty:.0f}{goal}; "
            f"95 of 100 within {slow:.1f} ms (goal {GOAL_P95_MS})" + (f"; {bad} FAILED" if bad else "")
        )
    print(f"queries of a first look: {len(queries)} of {MOST_QUERIES}")
    for took, sql in queries:
        print(f"  {took:.2f} ms  {sql[:90]}")
    if paints:
        here, last = (statistics.median(times) for times in zip(*paints, strict=True))
        print(
            f"a phone at 400 kbit/s, 400 ms, {SLOWER}x slower: last byte {here:.2f} s, "
            f"largest paint {last:.2f} s (median of {len(paints)}, goal {GOAL_LCP_S})"
        )
    else:
        print("largest paint: not measured, chromium was not found")
