import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nobody_has_tried_before():
    """What limits guessing counts by network, and all tests come from one."""
    cache.clear()
