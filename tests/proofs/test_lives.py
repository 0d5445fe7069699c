"""Random lives of a market (tests/proofs/market.py): whatever happens in whatever order, no truth is ever broken."""

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.conftest import LONG
from tests.doubles.stripe import Double
from tests.marketplace.banking import ACCOUNT
from tests.proofs import world
from tests.proofs.market import Market

pytestmark = [pytest.mark.postgres, pytest.mark.needs("postgres"), pytest.mark.slow, pytest.mark.django_db]
LIVES, ACTS = (60, 50) if LONG else (2, 20)


@pytest.fixture
def market(settings):
    with Double() as double, time_machine.travel(world.BEGIN, tick=False) as clock:
        settings.STRIPE_API_BASE, settings.STRIPE_WEBHOOK_SECRET = double.url, world.SECRET
        for name, value in ACCOUNT.items():
            setattr(settings, name, value)
        yield type("MarketOfTheTest", (Market,), {"double": double, "clock": clock})


def live(market, lives, acts, *phases):
    many = settings(
        max_examples=lives,
        stateful_step_count=acts,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=(Phase.generate, *phases),
        report_multiple_bugs=False,
    )
    run_state_machine_as_test(market, settings=many)


def test_i1_to_i17_hold_through_random_lives_of_the_market(market):
    live(market, LIVES, ACTS, Phase.shrink)


@pytest.mark.long
def test_a_market_that_forgets_to_free_its_stock_is_found_out(market, monkeypatch):
    """The negative control of the lives."""
    monkeypatch.setattr("marketplace.order.stock.release", lambda line, pieces: None)

    with pytest.raises(AssertionError, match="i2_what_stock_says"):
        live(market, 60, 30)
