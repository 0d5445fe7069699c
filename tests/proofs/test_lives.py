"""Random lives of a market (tests/proofs/market.py): whatever happens in whatever order, no truth is ever broken."""

import os

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
PHASES = (Phase.generate,) if os.environ.get("PROOFS_FAST") else (Phase.generate, Phase.shrink)
LIVES, ACTS = (60, 50) if LONG else (3, 30)


@pytest.fixture
def market(settings):
    with Double() as double, time_machine.travel(world.BEGIN, tick=False) as clock:
        settings.STRIPE_API_BASE, settings.STRIPE_WEBHOOK_SECRET = double.url, world.SECRET
        for name, value in ACCOUNT.items():
            setattr(settings, name, value)
        yield type("MarketOfTheTest", (Market,), {"double": double, "clock": clock})


def live(market, lives=LIVES, acts=ACTS):
    many = settings(
        max_examples=lives,
        stateful_step_count=acts,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=PHASES,
        report_multiple_bugs=False,
    )
    run_state_machine_as_test(market, settings=many)


def test_i1_to_i17_hold_through_random_lives_of_the_market(market):
    live(market)
