"""The people and the place that tests of the officers' desk begin with."""

import pytest

from tests.factories import PlaceFactory
from tests.marketplace.cms import officer_of, officer_of_the_ministry


@pytest.fixture
def province(db):
    return PlaceFactory()


@pytest.fixture
def officer(province):
    return officer_of(province)


@pytest.fixture
def ministry(db):
    return officer_of_the_ministry()
