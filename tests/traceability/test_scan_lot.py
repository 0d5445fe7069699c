"""The lot's part of the scan page is made from memory, and never older than the page it stands on."""

import re

import pytest

from marketplace.pages import scan_lot, scan_page
from tests.traceability.factories import LotFactory, active_label
from traceability import looks

pytestmark = pytest.mark.django_db


def test_the_shops_on_a_page_were_looked_up_at_most_five_minutes_ago(monkeypatch):
    lot, clock = LotFactory(), {"now": 0}
    labels = [active_label(lot) for _ in range(3)]
    shop = {"url": "/", "address": "", "stocks": True, "is_illustration": False}
    for module in (scan_page, scan_lot):
        monkeypatch.setattr(module, "time", lambda: float(clock["now"]), raising=False)
    monkeypatch.setattr(scan_lot, "_outlets", lambda facts: [None])
    monkeypatch.setattr(scan_lot, "_outlet", lambda outlet: shop | {"name": f"đã hỏi lúc {clock['now']}."})

    for clock["now"] in range(1_000_000, 1_000_000 + 4 * scan_lot.SHOPS_KEPT, 20):
        for label in labels:
            said = scan_page.known(looks.rows_of(label.code), lot.packed_on, "vi").decode()
            [asked] = re.findall(r"đã hỏi lúc (\d+)\.", said)
            assert clock["now"] - int(asked) <= scan_lot.SHOPS_KEPT
