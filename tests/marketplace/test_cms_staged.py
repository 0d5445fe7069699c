"""Scans handed in with a decision that was never saved: kept a day, then swept."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils.timezone import now

from catalogue.scan_files import Scan
from marketplace.clockwork.services import tick
from marketplace.cms import staged

pytestmark = pytest.mark.django_db
ONE_DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def names():
    return default_storage.listdir(staged.FOLDER)[1]


@pytest.mark.parametrize(("later", "left"), [(ONE_DAY - HOUR, 1), (ONE_DAY + HOUR, 0)])
def test_the_clockwork_sweeps_scans_that_nobody_saved_within_a_day(later, left):
    staged.keep(Scan(b"%PDF-1.7", ".pdf"))

    tick(now() + later)

    assert len(names()) == left


def test_what_is_still_awaited_stays_readable_after_a_sweep():
    word = staged.keep(Scan(b"%PDF-1.7", ".pdf"))

    assert staged.sweep(now()) == 0

    assert staged.read(word).content == b"%PDF-1.7"


def test_a_sweep_before_anybody_handed_in_a_scan_finds_nothing():
    assert staged.sweep(now()) == 0
