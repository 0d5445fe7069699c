"""What all tests share: one value (`today`), a migrated database by copying, and the rules of skipping."""

import os

import hypothesis
import pytest
from django.test import TransactionTestCase
from django.utils import translation
from django.utils.timezone import localdate

from tests.support import tools

hypothesis.settings.register_profile("dev", max_examples=30, deadline=None)
hypothesis.settings.register_profile("ci", max_examples=60, deadline=None, derandomize=True)
hypothesis.settings.register_profile("long", max_examples=1000, deadline=None)

LONG = bool(os.environ.get("TEST_LONG"))
hypothesis.settings.load_profile("long" if LONG else "ci" if tools.in_ci() else "dev")

USES_DATABASE = {"db", "transactional_db", "live_server", "admin_user", "admin_client"}


@pytest.fixture
def today():
    """The day in Asia/Ho_Chi_Minh, as the views ask for it."""
    return localdate()


@pytest.fixture(autouse=True)
def vietnamese():
    """Each test begins in Vietnamese, whatever language the last request of another left behind."""
    with translation.override("vi"):
        yield


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    """A copy of the migrated template for this worker; transactional tests leave a fresh copy behind."""
    from tests.support.database import migrated, worker_of

    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        database = migrated()
        database.prepare()
        database.open(worker_of(request.config))
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: database.renew())
        yield
        database.close()


def pytest_addoption(parser):
    parser.addoption("--database-only", action="store_true", help="only tests that use the database")


def pytest_collection_modifyitems(config, items):
    """Leave out what belongs to another pass: the other engine, full counts, tests without a database."""
    chosen = [item for item in items if belongs(item, config)]
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = chosen


def belongs(item, config):
    other_engine = "sqlite" if is_postgres() else "postgres"
    if item.get_closest_marker(other_engine) or (item.get_closest_marker("long") and not LONG):
        return False
    return not config.option.database_only or uses_database(item)


def is_postgres():
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def uses_database(item):
    return bool(item.get_closest_marker("django_db") or USES_DATABASE & set(getattr(item, "fixturenames", ())))


def pytest_runtest_setup(item):
    for mark in item.iter_markers("needs"):
        for tool in mark.args:
            if not tools.find(tool):
                outcome = pytest.fail if tool in tools.forbidden_missing() else pytest.skip
                outcome(f"missing: {tools.ABOUT[tool]}")


def pytest_sessionfinish(session):
    """With CI=true a skipped test fails the run, unless its reason is one of the two named ones."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not (tools.in_ci() and reporter) or hasattr(session.config, "workerinput"):
        return
    reasons = {str(report.longrepr) for report in reporter.stats.get("skipped", [])}
    if any(not any(name in reason for name in tools.NAMED_REASONS) for reason in reasons):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
