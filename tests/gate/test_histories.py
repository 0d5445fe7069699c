"""Random lives of a product, day by day: never a channel that disagrees with the register, nor the register's verbs
with a clerk's book (tests/gate/register.py)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError

from catalogue import services
from catalogue.models import Certificate, Producer
from tests.conftest import LONG
from tests.factories import ONE_DAY
from tests.gate import shop as shops
from tests.gate.channels import CHANNELS, CHEAP, DEAR, Truth, disagreements
from tests.gate.register import Book
from tests.gate.shop import Shop

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
BEGIN = datetime(2026, 1, 5, 10, tzinfo=HERE)
HISTORIES = 1000 if LONG else 50
PER_SHOP = 25  # histories told in one shop before another is built
STEPS = 10
DEAR_EACH = 5  # a PDF is drawn at the end of each fifth history
MOMENTS = (timedelta(0), timedelta(seconds=1), timedelta(hours=12), ONE_DAY - timedelta(seconds=1))
REFUSED = (services.NotInForce, services.Overlapping, services.SaleUnchanged, ValueError, ValidationError)
CHEAP_CHANNELS = tuple(channel for channel in CHANNELS if channel.name in CHEAP)
MOST_CHANNELS = tuple(channel for channel in CHANNELS if channel.name not in DEAR)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


class History:
    """One random life of the shop's product. `log` says what happened, for whoever has to understand a failure."""

    def __init__(self, shop: Shop, seed: int, clock) -> None:
        self.shop, self.dice, self.clock, self.book = shop, Random(seed), clock, Book()
        self.papers: list[Certificate] = []  # in the order of the book's
        self.ends_with = CHANNELS if seed % DEAR_EACH == 0 else MOST_CHANNELS
        self.log = [f"seed {seed}"]

    @property
    def today(self):
        return datetime.now(HERE).date()

    def tell(self, *, watching: bool = True) -> None:
        """Step by step; `watching` the channels, or only whether book and verbs agree."""
        for _ in range(STEPS):
            self._step()
            if watching:
                self._check(CHEAP_CHANNELS)
        if watching:
            self._check(self.ends_with)

    def _step(self) -> None:
        act = self.dice.choice([self.move, self.move, self.move, *self.acts()])
        act()

    def acts(self) -> list[Callable]:
        return [self.issue, self.issue, self.file, self.prolong, self.revoke, self.withdraw, self.replace,
                self.replace, self.suspend, self.resume, self.producer]  # fmt: skip

    def _check(self, channels) -> None:
        day = self.today
        truth = Truth(self.book.star(day), self.book.on_sale(day), self.book.on_sale(day))
        assert disagreements(self.shop, truth, channels) == [], self.log

    # The clock
    def move(self) -> None:
        """To the edge of a paper, past it, or just on; the clock may stand at any moment of that day."""
        edges = [day for paper in self.book.papers for day in (paper.first, paper.last, paper.last + ONE_DAY)]
        days = [day for day in edges if day > self.today] + [self.today + self.dice.randint(1, 400) * ONE_DAY]
        day = self.dice.choice(days)
        to = datetime(day.year, day.month, day.day, tzinfo=HERE) + self.dice.choice(MOMENTS)
        self.clock.move_to(to)
        self.log.append(f"{to:%Y-%m-%d %H:%M:%S}")

    # Acts: the book and the verbs must agree whether they are possible
    def issue(self) -> None:
        day, stars = self.today + self.dice.choice((-30, 0, 0, 1, 20)) * ONE_DAY, self.dice.choice((3, 4, 5))
        made = self._both(
            f"issue {stars} from {day}",
            self.book.issue(stars, day),
            lambda: services.issue_certificate(self.shop.product, stars=stars, issued_on=day),
        )
        self._keep(made)

    def file(self) -> None:
        if (place := self._place()) is not None:
            day = self.today
            act = lambda: services.begin_renewal(self.papers[place], on=day)  # noqa: E731
            self._both(f"file {place}", self.book.file(place, day), act)

    def prolong(self) -> None:
        if (place := self._place()) is None:
            return
        paper = self.book.papers[place]
        to = paper.printed_last + self.dice.choice((0, 1, 60, 180, 181)) * ONE_DAY
        self._both(
            f"prolong {place} to {to}",
            self.book.prolong(place, to),
            lambda: services.extend_certificate(self.papers[place], until=to, legal_basis="Điều 12.3", on=self.today),
        )

    def revoke(self) -> None:
        if (place := self._place()) is None:
            return
        day, ground = self.today - self.dice.choice((0, 0, 1, 90)) * ONE_DAY, self.dice.choice("abcdđe")
        self._both(
            f"revoke {place} on {day}",
            self.book.strike(place, "revoked", day),
            lambda: services.revoke_certificate(self.papers[place], ground=ground, decision_number="9/QĐ", on=day),
        )

    def withdraw(self) -> None:
        if (place := self._place()) is None:
            return
        day = self.today
        self._both(
            f"withdraw {place}",
            self.book.strike(place, "withdrawn", day),
            lambda: services.withdraw_certificate(self.papers[place], reason="Công nhận sai", on=day),
        )

    def replace(self) -> None:
        if (place := self._place()) is None:
            return
        day, stars = self.today + self.dice.choice((-10, 0, 0)) * ONE_DAY, self.dice.choice((3, 4, 5))
        made = self._both(
            f"replace {place} by {stars} from {day}",
            self.book.replace(place, stars, day),
            lambda: services.upgrade_certificate(self.papers[place], stars=stars, issued_on=day),
        )
        self._keep(made)

    def suspend(self) -> None:
        possible, self.book.suspended = not self.book.suspended, True
        self._both("suspend", possible, lambda: services.suspend_sale(self.shop.product, reason="chờ kiểm nghiệm"))

    def resume(self) -> None:
        possible, self.book.suspended = self.book.suspended, False
        self._both("resume", possible, lambda: services.resume_sale(self.shop.product))

    def producer(self) -> None:
        self.book.producer_active = self.dice.random() < 0.7
        self.log.append(f"producer active: {self.book.producer_active}")
        Producer.objects.filter(pk=self.shop.product.owner_id).update(is_active=self.book.producer_active)

    def _both(self, what: str, possible: bool, act: Callable):
        """Act; the site must refuse exactly what the clerk refused."""
        self.log.append(what if possible else f"{what}: refused")
        try:
            made, refusal = act(), None
        except REFUSED as said:
            made, refusal = None, said
        assert possible or refusal, (f"done although the clerk refuses: {what}", self.log)
        assert refusal is None or not possible, (f"refused although the clerk agrees: {what}", refusal, self.log)
        return made

    def _keep(self, made: Certificate | None) -> None:
        if made is not None:
            self.papers.append(made)

    def _place(self) -> int | None:
        """A paper, the last one most often; None while there is none."""
        if not self.papers:
            return None
        last = len(self.papers) - 1
        return self.dice.choice((last, last, self.dice.randint(0, last)))


@pytest.fixture
def clock():
    with time_machine.travel(BEGIN, tick=False) as moved:
        yield moved


@pytest.mark.parametrize("block", range(HISTORIES // PER_SHOP))
def test_no_channel_ever_disagrees_with_the_register(block, clock):
    shop = shops.build((BEGIN - 60 * ONE_DAY).date())
    for number in range(PER_SHOP):
        clock.move_to(BEGIN)
        shops.begin_anew(shop)
        History(shop, block * PER_SHOP + number, clock).tell()


def test_a_verb_that_forgets_its_rule_is_found_out(clock, monkeypatch):
    """The negative control: extensions of any length are let through, as if 180 days were never counted."""
    monkeypatch.setattr("catalogue.ocop.latest_extension", lambda day: day + 5000 * ONE_DAY)

    with pytest.raises(AssertionError, match="the clerk refuses: prolong"):
        _tell_until_something_is_wrong(clock, watching=False)


def test_a_channel_that_reads_yesterdays_day_is_found_out(clock, monkeypatch):
    """The negative control: one page asks a day too late."""
    from marketplace.pages import product

    today = product.localdate
    monkeypatch.setattr(product, "localdate", lambda: today() - ONE_DAY)

    with pytest.raises(AssertionError, match="product page"):
        _tell_until_something_is_wrong(clock, watching=True)


def _tell_until_something_is_wrong(clock, *, watching: bool) -> None:
    shop = shops.build((BEGIN - 60 * ONE_DAY).date())
    for seed in range(40):
        clock.move_to(BEGIN)
        shops.begin_anew(shop)
        History(shop, seed, clock).tell(watching=watching)
