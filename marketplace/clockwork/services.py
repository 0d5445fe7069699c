"""The clockwork: apps register jobs in their jobs.py, `manage.py tick` runs those that are due."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import now

from marketplace.clockwork.models import Job, Lease

logger = logging.getLogger(__name__)
LEASE, LEASE_SECONDS = "tick", 600


@dataclass(frozen=True)
class Task:
    name: str
    seconds: int
    run: Callable[[datetime], object]


REGISTRY: dict[str, Task] = {}


def every(seconds: int) -> Callable:
    """Register a function of the present moment as a job; it must be safe to run twice."""

    def register(run: Callable[[datetime], object]) -> Callable:
        name = f"{run.__module__.removesuffix('.jobs').rpartition('.')[2]}.{run.__name__}"
        REGISTRY[name] = Task(name, seconds, run)
        return run

    return register


def tick(at: datetime | None = None) -> dict[str, str]:
    """Run the jobs that are due, unless another process is doing so. Returns name -> "" or the error."""
    at, holder = at or now(), secrets.token_hex(16)
    if not Lease.objects.take(LEASE, holder, at=at, seconds=LEASE_SECONDS):
        return {}
    try:
        return {task.name: _run(task, at) for task in _due(at)}
    finally:
        Lease.objects.give_back(LEASE, holder, at=at)


def _due(at: datetime) -> list[Task]:
    Job.objects.bulk_create([Job(name=name, next_at=at) for name in REGISTRY], ignore_conflicts=True)
    names = Job.objects.filter(name__in=REGISTRY, next_at__lte=at).values_list("name", flat=True)
    return [REGISTRY[name] for name in sorted(names)]


def _run(task: Task, at: datetime) -> str:
    error = ""
    try:
        task.run(at)
    except Exception as trouble:  # one job's trouble must not stop the others
        logger.exception("job failed", extra={"job": task.name})
        error = f"{type(trouble).__name__}: {trouble}"
    following = at + timedelta(seconds=task.seconds)
    Job.objects.filter(name=task.name).update(last_at=at, next_at=following, last_error=error)
    return error
