"""The people and the place that tests of the officers' and the operators' desks begin with."""

import pytest
from django.test import override_settings
from django.utils.timezone import localdate

from marketplace.payment.providers.transfer import TEST_BIN
from tests.factories import PlaceFactory
from tests.marketplace.cms import in_group, officer_of, officer_of_the_ministry
from tests.support import demo as sample
from tests.support.database import worker_of


@pytest.fixture(scope="module")
def demo(request, django_db_setup, django_db_blocker):
    """The day of the demo's data; each test of the file rolls back to what `load_demo` made."""
    account = {"BANK_BIN": TEST_BIN, "BANK_ACCOUNT": "THU0000000000", "BANK_HOLDER": "TAI KHOAN THU NGHIEM"}
    with django_db_blocker.unblock(), override_settings(**account), sample.in_use(worker_of(request.config)):
        yield localdate()


@pytest.fixture
def province(db):
    return PlaceFactory()


@pytest.fixture
def officer(province):
    return officer_of(province)


@pytest.fixture
def ministry(db):
    return officer_of_the_ministry()


@pytest.fixture
def desk(client, db):
    """The browser of an operator."""
    client.force_login(in_group("operator"))
    return client
