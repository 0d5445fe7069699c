"""One engine: fill its database, start the server, measure each page while certificates change."""

import sys

import django

from tests.bench import site  # noqa: F401  (before anything of Django's)

django.setup()

# These read the settings when they are imported, so they stand below.
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from tests.bench import goods, labels, load, orders, pages, register, scans  # noqa: E402
from tests.bench.serving import WORKERS, changes, server  # noqa: E402

WARMING_ROUNDS = 4


def main(seconds, products, papers, parts):
    status = labels.measured(papers) if "labels" in parts else False
    return of_the_shop(seconds, products, parts) | status if set(parts) - {"labels"} else status


def of_the_shop(seconds, products, parts):
    with goods.shop(products):
        status = measured(seconds, products) if "pages" in parts else False
        status |= scans.measured(seconds) if "scans" in parts else False
        return register.measured() | status if "register" in parts else status


def measured(seconds, products):
    call_command("collectstatic", verbosity=0, interactive=False)
    kinds = pages.all_pages()
    costs = {page.name: pages.cost_of(page) for page in kinds}
    print(
        f"\n{connection.vendor}: {products:,} products, {WORKERS} workers, {load.CONNECTIONS} connections", flush=True
    )
    with server() as port, changes():
        cold = {page.name: load.complete(load.with_threads(port, page, rounds=1), page) for page in kinds}
        for page in kinds:  # each worker has then met each address, or nearly
            load.complete(load.with_threads(port, page, rounds=WARMING_ROUNDS), page)
        warm = {page.name: load.warm(port, page, seconds) for page in kinds}
        placed = orders.measured(port)
    return report(kinds, costs, cold, warm, placed)


def report(kinds, costs, cold, warm, placed):
    print(f"{'page':8} {'req/s':>7} {'share':>7} {'goal':>5} {'p95 ms':>7} {'cold/s':>7} {'queries':>9} {'KiB':>9}")
    for page in kinds:
        cost, (rate, bad, slow) = costs[page.name], warm[page.name]
        share = 100 * rate / warm["empty"][0]
        queries = f"{cost.queries}" + (f"/{page.most_queries}" if page.most_queries else "")
        weight = f"{cost.kib:.0f}" + (f"/{page.most_kib}" if page.most_kib else "")
        goal = f"{page.goal} %" if page.goal else ""
        print(
            f"{page.name:8} {rate:7.0f} {share:6.1f}% {goal:>5} {slow:7.1f} {cold[page.name]:7.0f} {queries:>9} {weight:>9}"
            + (f"   {bad} FAILED" if bad else "")
        )
    print(
        f"{orders.BUYERS} buyers at once: {placed[0]:.1f} orders per second, "
        f"95 of 100 within {placed[1]:.0f} ms (goal {orders.GOAL_MS})"
    )
    hosts = set().union(*(cost.hosts for cost in costs.values()))
    print(f"requests to other hosts: {len(hosts)}", *sorted(hosts))
    print("empty: behind all middleware; bare: answered where the scan page is, before sessions and languages")
    return any(bad for _, bad, _ in warm.values()) or any(costs[page.name].exceeds(page) for page in kinds)


sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), [*filter(None, sys.argv[3].split(","))], sys.argv[4:]))
