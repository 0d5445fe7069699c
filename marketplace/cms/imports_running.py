"""Reading and saving an uploaded list, in the background where there is a worker."""

import hashlib
import logging
from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils.timezone import localdate, now
from django_tasks import task

from catalogue.imports import Report, import_certificates
from catalogue.imports.files import FileRefused
from catalogue.imports.register import Reach
from catalogue.models import RegisterImport
from marketplace.accounts.models import Office, User
from marketplace.accounts.roles import office_of
from marketplace.cms import scope

logger = logging.getLogger(__name__)
State = RegisterImport.State
FORGOTTEN_AFTER = timedelta(days=7)  # a list that was read and never saved
INTERRUPTED = "Máy chủ gặp lỗi; đã báo người vận hành. Những dòng đã lưu vẫn còn, có thể lưu tiếp."


def reach_of(user: User) -> Reach:
    """Whose rows this person's office may bring in."""
    office = None if user.is_superuser else office_of(user)
    in_province = office is not None and office.level == Office.Level.PROVINCE
    return Reach(frozenset([office.province_id]) if in_province else None, scope.stars_of(user))


def province_of(user: User) -> str:
    """The province that a list without one is about: the officer's own; "" for those who keep all."""
    office = None if user.is_superuser else office_of(user)
    return office.province.name if office and office.province else ""


def take_upload(name: str, content: bytes, actor: User) -> RegisterImport:
    """Keep the file that was sent and read it for trial."""
    digest = hashlib.sha256(content).hexdigest()
    kept = RegisterImport(actor=actor, file_name=name[-200:], sha256=digest)
    kept.file.save(f"{digest[:12]}-{now():%Y%m%d%H%M%S}", ContentFile(content), save=False)
    kept.save()
    read_for_trial.enqueue(kept.pk)
    return kept


def start_saving(kept: RegisterImport) -> bool:
    """Write the good rows; False when it was started before. Running twice at once does no harm: rows are held."""
    started = RegisterImport.objects.filter(pk=kept.pk, state=State.READ).update(state=State.SAVING, rows_done=0)
    if started:
        save_rows.enqueue(kept.pk)
    return bool(started)


@task()
def read_for_trial(pk: int) -> None:
    """What the file would bring."""
    _run(pk, dry_run=True)


@task()
def save_rows(pk: int) -> None:
    """Bring in the good rows, then let the file go: the report and the file's hash stay."""
    _run(pk, dry_run=False)


def _run(pk: int, *, dry_run: bool) -> None:
    kept = RegisterImport.objects.select_related("actor").get(pk=pk)
    try:
        with kept.file.open() as file:
            content = file.read()
        report = import_certificates(
            content,
            today=localdate(),
            dry_run=dry_run,
            actor=kept.actor,
            reach=reach_of(kept.actor),
            province=province_of(kept.actor),
            progress=lambda report: _note(pk, report),
        )
    except FileRefused as refused:
        _fail(kept, str(refused))
    except Exception:  # the officer's page must not wait for ever
        logger.exception("list not imported", extra={"register_import": pk})
        _interrupt(kept, dry_run=dry_run)
    else:
        _finish(kept, report, dry_run=dry_run)


def _note(pk: int, report: Report) -> None:
    RegisterImport.objects.filter(pk=pk).update(**_counts(report))


def _counts(report: Report) -> dict[str, int]:
    return {
        "rows_total": report.rows,
        "rows_done": report.done,
        "rows_new": report.added,
        "rows_known": report.known,
    }


def _finish(kept: RegisterImport, report: Report, *, dry_run: bool) -> None:
    RegisterImport.objects.filter(pk=kept.pk).update(
        state=State.READ if dry_run else State.DONE, report=_lines(report), **_counts(report)
    )
    if not dry_run:
        _forget_file(kept)


def _lines(report: Report) -> list[dict]:
    """Notes first, with row 0; then what is wrong, cell by cell."""
    return [_line(note) for note in report.notes] + [
        {"sheet": one.sheet, "row": one.row, "column": one.heading, "reason": one.reason} for one in report.problems
    ]


def _interrupt(kept: RegisterImport, *, dry_run: bool) -> None:
    """A trial has failed; a saving may be started again from where it stopped."""
    if dry_run:
        _fail(kept, INTERRUPTED)
    else:
        RegisterImport.objects.filter(pk=kept.pk).update(state=State.READ, report=[_line(INTERRUPTED)])


def _fail(kept: RegisterImport, reason: str) -> None:
    RegisterImport.objects.filter(pk=kept.pk).update(state=State.FAILED, report=[_line(reason)])
    _forget_file(kept)


def _line(note: str) -> dict:
    return {"sheet": "", "row": 0, "column": "", "reason": note}


def _forget_file(kept: RegisterImport) -> None:
    kept.file.delete(save=False)
    RegisterImport.objects.filter(pk=kept.pk).update(file="")


def forget_unsaved(at) -> int:
    """Let go of files that were read for trial a week ago and never saved."""
    old = RegisterImport.objects.filter(state=State.READ, at__lt=at - FORGOTTEN_AFTER).exclude(file="")
    for kept in old:
        _fail(kept, "Đã quá 7 ngày kể từ khi đọc thử; xin gửi lại tệp.")
    return len(old)
