"""A whole shop (the demo's processes on a copy of the demo's data) and visitors with real browsers."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils import translation
from playwright.sync_api import sync_playwright

from marketplace.run import children
from marketplace.run import demo as demo_site
from marketplace.run.steps import ROOT, VAR
from tests.support import demo, tools

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"vi": {"width": 360, "height": 740}, "en": {"width": 1280, "height": 800}}
SHOTS, IS_SHOWING = VAR / "shots", "TRIP_SHOTS" in os.environ
FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    item.stash[FAILED] = report.failed
    return report


def pytest_collection_modifyitems(items):
    for item in items:
        item.add_marker(pytest.mark.needs("chromium"))


@dataclass(frozen=True)
class Shop:
    """A running shop: where it answers and, when it is ours, its database and the environment of its processes."""

    address: str
    database: Path | None = None
    env: dict = field(default_factory=dict)

    def tick(self, *changes):
        """Run every job of the clockwork once, after these changes of the database: (SQL, values)."""
        if self.database is None:
            pytest.skip("the demo that TRIP_SITE names has its own clock")
        with closing(sqlite3.connect(self.database, timeout=20)) as database, database:
            for statement, values in [*changes, ("DELETE FROM clockwork_job", ())]:
                database.execute(statement, values)
        subprocess.run([sys.executable, "manage.py", "tick"], cwd=ROOT, env=self.env, check=True, capture_output=True)


@pytest.fixture(scope="session")
def shop():
    """A new shop, or the demo that TRIP_SITE names (then its data is not a copy)."""
    if running_already := os.environ.get("TRIP_SITE"):
        yield Shop(running_already)
        return
    copies = demo.prepare()
    database, media = VAR / "test" / f"trip-{os.getpid()}.db", VAR / "test" / f"trip-{os.getpid()}-media"
    shutil.copyfile(copies.template, database)
    shutil.copytree(demo.media(), media, dirs_exist_ok=True) if demo.media().exists() else media.mkdir()
    port = children.free_port()
    env = {
        **os.environ,
        **demo_site.environment(port),
        **demo.AS_DEMO,
        "DATABASE_URL": f"sqlite:///{database}",
        "MEDIA_ROOT": str(media),
    }
    running = {}
    try:
        demo_site.start(running, port, "stripe", "server", env=env)
        address = f"http://127.0.0.1:{port}"
        children.wait_until_answering(f"{address}/", by=running["server"])
        yield Shop(address, database, env)
    finally:
        children.stop(running.values())
        shutil.rmtree(media)
        for path in database.parent.glob(f"{database.name}*"):
            path.unlink()


@pytest.fixture(scope="session")
def site(shop):
    """Its address."""
    return shop.address


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=tools.find("chromium"), args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Visitor:
    """One person with one browser: speaks one language, notes what goes wrong, takes pictures."""

    site: str
    language: str
    page: object
    folder: Path
    problems: list = field(default_factory=list)
    taken: int = 0

    def go(self, path, *, status=200):
        """Open a path of the site, English under /en/; asserts the answer's status."""
        answer = self.page.goto(self.address(path))
        assert answer.status == status, f"{path}: {answer.status}"
        return self.page

    def address(self, path):
        outside = path.startswith(("/T/", "/01/", "/cms/", "/quan-tri/", "/en/"))
        return self.site + ("" if self.language == "vi" or outside else "/en") + path

    @property
    def path(self):
        """The path at hand as `go` takes it."""
        path = urlsplit(self.page.url).path
        return path if self.language == "vi" else path.removeprefix("/en")

    def says(self, message, **values):
        """A text of ours as this visitor reads it; `message` is its Vietnamese id."""
        with translation.override(self.language):
            return translation.gettext(message) % values if values else translation.gettext(message)

    def words(self, *messages):
        """A pattern that matches any of these texts, in this visitor's language."""
        return re.compile("|".join(re.escape(self.says(message)) for message in messages), re.IGNORECASE)

    def shot(self, name, *, always=IS_SHOWING):
        """A picture of the whole page in var/shots/<language>/, for who asks by TRIP_SHOTS=1: half a second each."""
        if not always:
            return
        self.taken += 1
        self.page.screenshot(path=self.folder / f"{self.taken:02}-{name}.png", full_page=True)

    def watch(self):
        self.page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        self.page.on("console", self.note_console)
        self.page.on("response", self.note_response)
        self.page.on("request", self.note_request)

    def note_console(self, message):
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.problems.append(f"console on {self.page.url}: {message.text}")

    def note_response(self, response):
        if response.status >= 500:
            self.problems.append(f"{response.status}: {response.url}")

    def note_request(self, request):
        if not request.url.startswith(("http://127.0.0.1", "http://localhost", "data:", "blob:")):
            self.problems.append(f"another host was asked: {request.url}")


@pytest.fixture
def new_visitor(site, chromium, request):
    """A function that makes visitors; when the test ends, none may have met a problem."""
    visitors = []

    def make(language="vi", *, size=None, name="", **options):
        folder = SHOTS / (name or language)
        folder.mkdir(parents=True, exist_ok=True)
        locale = {"vi": "vi-VN", "en": "en-GB"}[language]
        context = chromium.new_context(
            viewport=size or SIZES[language], locale=locale, timezone_id="Asia/Ho_Chi_Minh", **options
        )
        context.set_default_timeout(30_000)
        visitor = Visitor(site, language, context.new_page(), folder)
        visitor.watch()
        visitors.append(visitor)
        return visitor

    yield make
    for visitor in visitors:
        if request.node.stash.get(FAILED, False):
            visitor.shot("failed", always=True)
        visitor.page.context.close()
    assert not [problem for visitor in visitors for problem in visitor.problems]
