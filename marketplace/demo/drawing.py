"""Drawing on all processors. A worker imports this file anew, so nothing here knows Django."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path
from typing import NamedTuple

from catalogue.picture_files import write_picture
from marketplace.illustrations import draw_product

FEW = 4  # not worth another process


class Job(NamedTuple):
    """One picture to draw: where to, from what."""

    folder: str
    stem: str
    seed: str
    name: str
    criteria_set: str


def draw_all(jobs: list[Job]) -> None:
    """Draw and write; in processes of their own when there are many."""
    if len(jobs) <= FEW:
        for job in jobs:
            draw(job)
        return
    with ProcessPoolExecutor(cpu_count(), mp_context=get_context("spawn")) as pool:
        list(pool.map(draw, jobs, chunksize=8))


def draw(job: Job) -> None:
    """Draw one picture and write its widths."""
    write_picture(draw_product(job.seed, job.name, job.criteria_set), Path(job.folder), job.stem)
