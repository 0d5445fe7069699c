"""What the gate's tests borrow."""

from tests.search.conftest import elastic_url  # noqa: F401 (a fixture)
