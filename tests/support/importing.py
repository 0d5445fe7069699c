"""An import in a process of its own, so that its seconds and its memory are nobody else's."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from marketplace.run.steps import ROOT
from tests.support import database

SECONDS, MEGABYTES = 60, 300  # for 5,000 rows
SCRIPT = """
import json, re, sys, time
from pathlib import Path
import django
django.setup()
from django.utils.timezone import localdate
from catalogue.imports import import_certificates
content, told = Path(sys.argv[1]).read_bytes(), set()
began, used = time.monotonic(), time.process_time()
report = import_certificates(content, today=localdate(), progress=lambda report: told.add(report.done))
seconds = time.monotonic() - began
peak = re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]  # ru_maxrss would count the parent's too
print(json.dumps([seconds, time.process_time() - used, int(peak) / 1024, report.added, report.bad, len(told)]))
"""


class Imported(NamedTuple):
    """`cpu`: seconds of the processor, whatever else the machine does; `told`: how many times the progress moved."""

    seconds: float
    cpu: float
    megabytes: float
    added: int
    bad: int
    told: int

    def __str__(self) -> str:
        used = f"{self.seconds:.1f} s ({self.cpu:.1f} s of the processor), {self.megabytes:.0f} MB"
        return f"{self.added} rows: {used}, progress told {self.told} times"


def imported(content: bytes, path: Path, settings: str = "marketplace.settings.test") -> Imported:
    """Import a list into the database in use."""
    path.write_bytes(content)
    env = os.environ | {"DATABASE_URL": database.address(), "DJANGO_SETTINGS_MODULE": settings}
    command = [sys.executable, "-c", SCRIPT, str(path)]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    return Imported(*json.loads(done.stdout.splitlines()[-1]))
