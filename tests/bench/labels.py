"""What labels cost and whether they can be read: codes stored, a sheet drawn and read back, a long run, photographs.

python -m tests.bench --part labels
python -m tests.bench --part labels --paper roll-50x30 --paper a4-40     long runs on other papers, nothing else
"""

import resource
import time
from collections.abc import Sequence
from contextlib import contextmanager

from django.db import connection
from django.test.utils import override_settings

from tests.support.camera import share_read
from tests.support.database import migrated
from tests.traceability.factories import LotFactory
from traceability import codes
from traceability.papers import COMMON, PAPERS
from traceability.printing import release_sheet
from traceability.services import generate_labels
from traceability.sheets import SheetUnreadable

CODES, CODES_SECONDS = 10_000, 20
SHEET, SHEET_SECONDS = 1_000, 15
TRIALS, READ_AT_LEAST = 100, 95  # photographs; of 100
HARDSHIP = {"blur_mm": 0.25, "tilt": 45}


def measured(papers: Sequence[str] = ()) -> bool:
    """Print every figure, or those of long runs on these papers; whether one of them is missed.

    A database of its own, thrown away afterwards.
    """
    copies = migrated()
    copies.prepare()
    copies.open("labels")
    print(f"\n{connection.vendor}: labels", flush=True)
    try:
        with override_settings(SITE_URL="https://ocop.vn"):
            if papers:
                missed = [long_run(paper) for paper in papers]
            else:
                missed = [storing(), releasing(), long_run(COMMON.key), *photographs()]
    finally:
        copies.close()
    return any(missed)


def storing() -> bool:
    """Whether 10,000 codes take too long to make and store."""
    with timed() as taken:
        made = sheet_of(CODES)
    stored = set(made.labels.values_list("code", flat=True))
    whole = len(stored) == CODES and all(codes.is_code(code) for code in stored)
    print(f"{CODES:,} codes made and stored  {said(taken)}, goal {CODES_SECONDS}; all different and valid: {whole}")
    return taken[0] > CODES_SECONDS or not whole


def releasing() -> bool:
    """Whether a sheet takes too long."""
    with timed() as taken:
        release_sheet(sheet_of(SHEET))
    print(f"{SHEET:,} labels, PDF read back   {said(taken)}, goal {SHEET_SECONDS}", flush=True)
    return taken[0] > SHEET_SECONDS


def long_run(paper: str) -> bool:
    """Whether a code of a long run on a paper cannot be read from its raster (sheets.READ_BACK_DPI)."""
    sheet, unread = sheet_of(CODES, paper), ()
    with timed() as taken:
        try:
            pdf = release_sheet(sheet)
        except SheetUnreadable as trouble:
            pdf, unread = b"", trouble.missing
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{CODES:,} labels on {paper}, {CODES - len(unread):,} read back  {said(taken)}", end=", ")
    print(f"{PAPERS[paper].pages(CODES):,} pages, {len(pdf) / 2**20:.1f} MiB, peak memory {memory:.0f} MiB", flush=True)
    return bool(unread)


def photographs() -> list[bool]:
    """Whether too few photographs of a 20 mm symbol are read; at 3 pixels to the millimetre it is only told."""
    missed = []
    for px, least in ((4, READ_AT_LEAST), (3, 0)):
        share = share_read(TRIALS, px_per_mm=px, **HARDSHIP)
        goal = f", goal {least}" if least else ""
        print(f"photograph, {px} px/mm, blur 0.25 mm, tilt 45 degrees: {share:.0f} of 100 read{goal}", flush=True)
        missed.append(share < least)
    return missed


def sheet_of(count: int, paper: str = COMMON.key):
    return generate_labels(LotFactory(quantity=count), count, paper=paper)


@contextmanager
def timed():
    """Seconds, and seconds of the processor, whatever else the machine does."""
    taken, began, used = [0.0, 0.0], time.perf_counter(), time.process_time()
    yield taken
    taken[:] = time.perf_counter() - began, time.process_time() - used


def said(taken: list[float]) -> str:
    return f"{taken[0]:7.1f} s ({taken[1]:.1f} s of the processor)"
