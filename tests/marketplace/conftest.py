"""The people and the place that tests of the officers' and the operators' desks begin with."""

import pytest

from tests.factories import PlaceFactory
from tests.marketplace.cms import in_group, officer_of, officer_of_the_ministry


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
