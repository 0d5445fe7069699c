"""A wire-level Elasticsearch for the contract tests: small, local, pinned in uv.lock."""

import os
import socket
import subprocess
import time

import noida_db
import pytest
from elasticsearch import Elasticsearch

from search.backends import current
from search.backends.elastic import ElasticBackend


@pytest.fixture(scope="session")
def elastic_url(tmp_path_factory):
    """Its stock client, its real protocol; what it cannot do is listed in docs/search.md."""
    port = free_port()
    binary = os.path.join(os.path.dirname(noida_db.__file__), "noida-db")
    command = [binary, "start", "--only", "elasticsearch", "--elasticsearch-port", str(port)]
    folder = tmp_path_factory.mktemp("elastic")
    with open(folder / "log", "wb") as log:
        server = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--data-dir", str(folder / "data")], stdout=log, stderr=log
        )
    url = f"http://127.0.0.1:{port}"
    wait_for(url)
    yield url
    server.terminate()
    server.wait(timeout=30)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def wait_for(url):
    with Elasticsearch(url) as client:
        for _ in range(200):
            if client.ping():
                return
            time.sleep(0.05)
    raise TimeoutError(url)


@pytest.fixture(params=["embedded", "elastic"])
def engine(request, db):
    """Each engine in turn, empty: the database's own, and Elasticsearch."""
    if request.param == "embedded":
        yield current()
        return
    backend = ElasticBackend(request.getfixturevalue("elastic_url"), alias=f"test-{os.getpid()}-{time.monotonic_ns()}")
    yield backend
    backend.client.close()
