"""Bringing in a producer's list of steps, in the background where there is a worker: all of it or nothing."""

import hashlib
import logging
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now
from django.utils.translation import override
from django_tasks import task

from catalogue.imports.files import FileRefused
from catalogue.models import Producer
from marketplace.accounts.models import User
from marketplace.producers.step_rows import Listing, Problem, read_steps
from traceability import services
from traceability.models import StepImport
from traceability.recording import DeclaredWrong

logger = logging.getLogger(__name__)
State = StepImport.State
RUNNING = (State.READING, State.SAVING)
FORGOTTEN_AFTER = timedelta(days=7)  # a list that was read and never saved
STALLED_AFTER = timedelta(minutes=15)  # 2,000 rows are saved in one transaction, which tells nobody how far it is
INTERRUPTED = "Máy chủ gặp lỗi, chưa ghi gì; đã báo người vận hành. Xin gửi lại tệp."
FORGOTTEN = "Đã quá 7 ngày kể từ khi gửi mà chưa ghi; xin gửi lại tệp."


class NotSaved(Exception):
    """A row that makes sense by itself cannot be recorded; nothing was."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.reason)
        self.problem = problem


def take_upload(producer: Producer, name: str, content: bytes, *, actor: User, network: str, role: str) -> StepImport:
    """Keep the file that was sent and read it for trial."""
    digest = hashlib.sha256(content).hexdigest()
    kept = StepImport(producer=producer, actor=actor, file_name=name[-200:], sha256=digest)
    kept.network, kept.role = network, role
    kept.file.save(f"buoc-{digest[:12]}-{now():%Y%m%d%H%M%S}", ContentFile(content), save=False)
    kept.save()
    read_for_trial.enqueue(kept.pk)
    return kept


def is_stalled(kept: StepImport) -> bool:
    """Whether the worker seems to have died."""
    return kept.state in RUNNING and now() - kept.started_at > STALLED_AFTER


def start_saving(kept: StepImport) -> bool:
    """Record the steps of a list without a problem; False when it was started before."""
    ready = StepImport.objects.filter(pk=kept.pk, state=State.READ, rows_new__gt=0)
    if started := ready.update(state=State.SAVING, rows_done=0, started_at=now()):
        save_steps.enqueue(kept.pk)
    return bool(started)


def start_again(kept: StepImport) -> bool:
    """What a dead worker left: read or save it anew; a step told twice is one. False when one is at work."""
    dead = StepImport.objects.filter(pk=kept.pk, state=kept.state, started_at=kept.started_at)
    if started := is_stalled(kept) and dead.update(started_at=now()):
        (save_steps if kept.state == State.SAVING else read_for_trial).enqueue(kept.pk)
    return bool(started)


def done_of(kept: StepImport) -> int:
    """How many rows are done: what is being saved stands in no row before all of it does."""
    return cache.get(_progress_key(kept.pk), kept.rows_done)


@task()
def read_for_trial(pk: int) -> None:
    """What the file would bring."""
    _run(pk, save=False)


@task()
def save_steps(pk: int) -> None:
    """Record all steps, or none; then let the file go: the report and the file's hash stay."""
    _run(pk, save=True)


def _run(pk: int, *, save: bool) -> None:
    kept = StepImport.objects.select_related("actor", "producer").get(pk=pk)
    try:
        with kept.file.open() as file:
            content = file.read()
        with override("vi"):
            listing = read_steps(content, kept.producer, lambda done, total: _note(pk, done))
            told = _save(kept, listing) if save and not listing.problems else 0
    except FileRefused as refused:
        _fail(kept, str(refused))
    except NotSaved as refused:
        _finish(kept, Listing(problems=[refused.problem], rows=kept.rows_total), State.READ)
    except Exception:  # the page must not wait for ever
        logger.exception("steps not imported", extra={"step_import": pk})
        _fail(kept, INTERRUPTED)
    else:
        _finish(kept, listing, State.DONE if save and not listing.problems else State.READ, told)
    finally:
        cache.delete(_progress_key(pk))


@transaction.atomic
def _save(kept: StepImport, listing: Listing) -> int:
    """Record them in the file's order; returns how many were new. Raises NotSaved."""
    who = {"actor": kept.actor, "author_role": kept.role, "network": kept.network}
    told = 0
    for done, (number, lot, facts) in enumerate(listing.steps, start=1):
        try:
            started = now()
            told += services.add_step(lot, **who, **facts).recorded_at >= started
        except DeclaredWrong:
            reason = "một bước y hệt đã bị báo sai; ghi rõ ở ghi chú điều gì khác"
            raise NotSaved(Problem(number, "note", reason)) from None
        except ValidationError as trouble:
            raise NotSaved(Problem(number, "", "; ".join(trouble.messages))) from None
        if not done % 50:
            _note(kept.pk, done)
    return told


def _note(pk: int, done: int) -> None:
    cache.set(_progress_key(pk), done, 3600)


def _finish(kept: StepImport, listing: Listing, state: str, told: int = 0) -> None:
    good = len(listing.steps) if not listing.problems else 0
    _running(kept).update(
        state=state,
        rows_total=listing.rows,
        rows_done=listing.rows,
        rows_new=told if state == State.DONE else good,
        rows_known=good - told if state == State.DONE else 0,
        report=[_line(one.row, one.heading, one.reason) for one in listing.problems],
    )
    if state == State.DONE:
        _forget_file(kept)


def _fail(kept: StepImport, reason: str) -> None:
    _running(kept).update(state=State.FAILED, report=[_line(0, "", reason)])
    _forget_file(kept)


def _running(kept: StepImport) -> QuerySet[StepImport]:
    """The list as it was at hand; none when another worker, thought dead, has brought it further meanwhile."""
    return StepImport.objects.filter(pk=kept.pk, state=kept.state)


def _line(row: int, column: str, reason: str) -> dict[str, Any]:
    return {"row": row, "column": column, "reason": reason}


def _forget_file(kept: StepImport) -> None:
    kept.file.delete(save=False)
    StepImport.objects.filter(pk=kept.pk).update(file="")


def _progress_key(pk: int) -> str:
    return f"step-import:{pk}:done"


def forget_unsaved(at: datetime) -> int:
    """Let go of files that were sent a week ago and never saved, whatever became of them."""
    old = StepImport.objects.filter(at__lt=at - FORGOTTEN_AFTER).exclude(file="")
    for kept in old:
        _fail(kept, FORGOTTEN)
    return len(old)
