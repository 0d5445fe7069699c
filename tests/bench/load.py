"""Eight connections that ask for addresses in turn: wrk where it is installed, else threads of Python."""

import http.client
import re
import shutil
import subprocess
import tempfile
import threading
import time
from itertools import count

from tests.bench.pages import holds

CONNECTIONS = 8
ROTATE = """
local paths = {{ {paths} }}
local turn = 0
request = function()
  turn = turn % #paths + 1
  return wrk.format("GET", paths[turn])
end
done = function(summary, latency, requests)
  local bad = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  print(string.format("figures %f %d %f", summary.requests / summary.duration * 1e6, bad, latency:percentile(95) / 1000))
end
"""


def warm(port, page, seconds):
    """(requests per second, failed ones, 95th percentile in ms) over `seconds`, with whatever found best."""
    return with_wrk(port, page.paths, seconds) if shutil.which("wrk") else with_threads(port, page, seconds=seconds)


def with_wrk(port, paths, seconds):
    quoted = ", ".join(f'"{path}"' for path in paths)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(ROTATE.format(paths=quoted))
        script.flush()
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", script.name, f"http://127.0.0.1:{port}"]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rate, bad, slowest = re.search(r"figures (\S+) (\d+) (\S+)", said).groups()
    return float(rate), int(bad), float(slowest)


def with_threads(port, page, seconds=None, rounds=None):
    """As `warm`; an answer without its expected content has failed."""
    paths = page.paths
    turn, times, bad = count(), [], []
    stop = time.monotonic() + (seconds or 600)
    most = rounds * len(paths) if rounds else float("inf")

    def ask():
        while time.monotonic() < stop and (number := next(turn)) < most:
            began = time.monotonic()
            status, body = asked(port, paths[number % len(paths)])
            times.append(time.monotonic() - began)
            if status != 200 or not holds(body, page):
                bad.append(number)

    began = time.monotonic()
    threads = [threading.Thread(target=ask) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(times) / (time.monotonic() - began), len(bad), sorted(times)[int(len(times) * 0.95)] * 1000


def complete(measured, page):
    """The requests per second, if every address answered with what its page must hold."""
    rate, bad, _ = measured
    if bad:
        raise SystemExit(f"{page.name}: {bad} answers without {page.must_hold}: not timed")
    return rate


def asked(port, path):
    """Status and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, body
