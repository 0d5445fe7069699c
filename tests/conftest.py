"""Shared values."""

import pytest
from django.utils.timezone import localdate


@pytest.fixture
def today():
    """The day at Asia/Ho_Chi_Minh."""
    return localdate()
