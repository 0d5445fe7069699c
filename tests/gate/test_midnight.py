"""One request after a change every channel is right: at midnight in Asia/Ho_Chi_Minh, and after every act."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache

from catalogue import services
from catalogue.models import Certificate, Producer
from marketplace.run import children
from search.services import rebuild
from tests.gate import shop
from tests.gate.channels import CHANNELS, Channel, disagreements, of_star

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
ONE_DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
FIRST, LAST = date(2026, 3, 2), date(2029, 3, 2)
NOON = datetime(2027, 6, 1, 12, tzinfo=HERE)
MIDNIGHT = datetime(2029, 3, 3, tzinfo=HERE)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


@pytest.fixture
def market(clock):
    """The shop at noon, its product certified with three stars for 36 months."""
    made = shop.build(FIRST)
    services.issue_certificate(made.product, stars=3, issued_on=FIRST, decision_number="1/QĐ-UBND")
    return made


def held(market) -> Certificate:
    return market.product.certificates.get()


def test_every_channel_ends_at_midnight(market, clock):
    clock.move_to(MIDNIGHT - SECOND)
    assert disagreements(market, of_star(3)) == []

    clock.move_to(MIDNIGHT)
    assert disagreements(market, of_star(0)) == []


def test_every_channel_begins_at_midnight(clock):
    clock.move_to(datetime(2026, 3, 1, 23, 59, 59, tzinfo=HERE))
    market = shop.build(FIRST - ONE_DAY)
    services.issue_certificate(market.product, stars=4, issued_on=FIRST, decision_number="1/QĐ-UBND")
    assert disagreements(market, of_star(0)) == []

    clock.move_to(datetime(2026, 3, 2, tzinfo=HERE))
    assert disagreements(market, of_star(4)) == []


def revoke(market):
    services.revoke_certificate(held(market), ground="c", decision_number="9/QĐ-UBND", on=NOON.date())


def revoke_backdated(market):
    services.revoke_certificate(held(market), ground="a", decision_number="9/QĐ-UBND", on=FIRST)


def withdraw(market):
    services.withdraw_certificate(held(market), reason="Công nhận sai", on=NOON.date())


def begin_renewal(market):
    services.begin_renewal(held(market), on=NOON.date())


def upgrade(market):
    services.upgrade_certificate(held(market), stars=5, issued_on=NOON.date(), decision_number="2/QĐ-UBND")


def downgrade_with_a_gap(market):
    """The old one ends today, the new one begins tomorrow."""
    services.revoke_certificate(held(market), ground="b", decision_number="9/QĐ-UBND", on=NOON.date())
    services.issue_certificate(market.product, stars=4, issued_on=NOON.date() + ONE_DAY, decision_number="2/QĐ-UBND")


def suspend(market):
    services.suspend_sale(market.product, reason="chờ kết quả kiểm nghiệm")


def deactivate(market):
    Producer.objects.filter(pk=market.product.owner_id).update(is_active=False)


@pytest.mark.parametrize(
    ("act", "truth"),
    [
        (revoke, of_star(0)),
        (revoke_backdated, of_star(0)),
        (withdraw, of_star(0)),
        (begin_renewal, of_star(3)),
        (upgrade, of_star(5)),
        (downgrade_with_a_gap, of_star(0)),
        (suspend, of_star(3, on_sale=False)),
        (deactivate, of_star(3, on_sale=False)),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_every_channel_follows_an_act_on_the_next_request(market, act, truth):
    assert disagreements(market, of_star(3)) == []

    act(market)

    assert disagreements(market, truth) == []


def test_every_channel_comes_back_with_the_sale(market):
    services.suspend_sale(market.product, reason="chờ kết quả kiểm nghiệm")
    assert disagreements(market, of_star(3, on_sale=False)) == []

    services.resume_sale(market.product)

    assert disagreements(market, of_star(3)) == []


def test_every_channel_follows_an_extension_to_its_own_midnight(market, clock):
    clock.move_to(MIDNIGHT)
    assert disagreements(market, of_star(0)) == []

    until = LAST + 10 * ONE_DAY
    services.extend_certificate(held(market), until=until, legal_basis="Điều 12.3", on=LAST + ONE_DAY)
    assert disagreements(market, of_star(3)) == []

    clock.move_to(MIDNIGHT + 10 * ONE_DAY)
    assert disagreements(market, of_star(0)) == []


def test_search_on_elasticsearch_follows_too(market, settings, elastic_url):
    settings.ELASTICSEARCH_URL = elastic_url
    rebuild()
    asked = [channel for channel in CHANNELS if channel.name in ("search", "suggestions", "list")]
    assert disagreements(market, of_star(3), asked) == []

    revoke(market)

    assert disagreements(market, of_star(0), asked) == []


@pytest.mark.needs("redis")
def test_every_channel_follows_with_redis_as_the_cache_and_when_redis_dies(market, redis_server):
    cache.set("alive", 1)
    assert cache.get("alive") == 1
    assert disagreements(market, of_star(3)) == []

    revoke(market)
    assert disagreements(market, of_star(0)) == []

    children.stop([redis_server])
    upgraded = services.issue_certificate(market.product, stars=4, issued_on=NOON.date(), decision_number="3/QĐ-UBND")
    assert disagreements(market, of_star(upgraded.stars)) == []


def test_a_channel_that_keeps_a_verdict_is_found_out(market):
    """The negative control: a page that is kept for whoever comes next."""
    kept = {}

    def frozen(channel: Channel) -> Channel:
        return channel._replace(look=lambda market: kept.setdefault(channel.name, channel.look(market)))

    frozen_channels = [frozen(channel) for channel in CHANNELS]
    assert disagreements(market, of_star(3), frozen_channels) == []

    revoke(market)

    found = disagreements(market, of_star(0), frozen_channels)
    assert [line.partition(":")[0] for line in found] == [channel.name for channel in CHANNELS]


def test_a_page_that_forgets_what_it_was_made_of_is_found_out(market, monkeypatch):
    """The negative control inside the site: the key of the kept product page loses the certificates."""
    monkeypatch.setattr("marketplace.pages.product_kept.CERTIFICATES", SimpleNamespace(rows=lambda day, keys: ()))
    assert disagreements(market, of_star(3)) == []

    revoke(market)

    assert "product page: 3, the register: 0" in disagreements(market, of_star(0))
