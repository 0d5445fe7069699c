"""Drawing a sheet of labels and reading it back: by a worker, else within the request, long ones by the clockwork."""

import logging
from datetime import datetime, timedelta

from django.utils.timezone import now
from django_tasks import task
from django_tasks.backends.immediate import ImmediateBackend

from marketplace.accounts.models import User
from traceability import printing
from traceability.labelling import LotRecalled
from traceability.models import LabelSheet
from traceability.papers import PAPERS
from traceability.sheets import SheetUnreadable

logger = logging.getLogger(__name__)
MOST_AT_ONCE = 1_000  # labels drawn while a person waits for the answer, some five seconds; without a worker
STALLED_AFTER = timedelta(minutes=2)  # who draws tells the row about once a second
MOST_TRIES = 3  # processes that may die of one sheet
TURN = timedelta(minutes=2)  # of the clockwork, which has other work
EXPECTED = (SheetUnreadable, LotRecalled, printing.NothingToPrint, printing.SheetChanged)


def is_stalled(sheet: LabelSheet) -> bool:
    """Whether who drew it seems to have died."""
    told_at = sheet.drawn_at
    return sheet.printing == LabelSheet.Printing.DRAWING and told_at is not None and now() - told_at > STALLED_AFTER


def start(sheet: LabelSheet, actor: User, *, first_page: int = 1, last_page: int | None = None) -> bool:
    """Begin a file of these pages; False when one is being made. Doing it twice at once would do no harm."""
    if sheet.printing == LabelSheet.Printing.DRAWING and not is_stalled(sheet):
        return False
    labels = min(sheet.count, printing.pages_wanted(sheet, first_page, last_page) * PAPERS[sheet.paper].per_page)
    is_later = labels > MOST_AT_ONCE and not has_worker()
    wanted = {"first_page": first_page, "last_page": last_page}
    printing.begin_printing(sheet, **wanted, is_later=is_later, actor=actor)
    if not is_later:
        draw_sheet.enqueue(sheet.pk, actor.pk)
    return True


def has_worker() -> bool:
    """Whether tasks wait for a process of their own; else they run within the request."""
    return not isinstance(draw_sheet.get_backend(), ImmediateBackend)


@task()
def draw_sheet(pk: int, actor: int | None) -> None:
    """Make the file; when it cannot be made the row says so, for its page must not wait for ever."""
    sheet = LabelSheet.objects.select_related("lot__product__owner").get(pk=pk)
    if not printing.take_up(sheet):
        return
    try:
        printing.print_to_file(sheet, actor=User.objects.filter(pk=actor).first())
    except EXPECTED as trouble:
        logger.warning("labels not printed", extra={"sheet": pk, "trouble": repr(trouble)})
        printing.fail_printing(sheet)
    except Exception:  # the producer's page must not wait for ever
        logger.exception("labels not printed", extra={"sheet": pk})
        printing.fail_printing(sheet)


def draw_waiting(at: datetime) -> int:
    """Draw what was left for the clockwork and what a process that died left behind; returns how many sheets.

    After TURN the rest waits for the next time. A sheet that MOST_TRIES processes died of is given up.
    """
    drawn = 0
    for sheet in LabelSheet.objects.to_draw(at - STALLED_AFTER):
        if sheet.tries >= MOST_TRIES:
            logger.error("labels given up", extra={"sheet": sheet.pk})
            printing.fail_printing(sheet)
        elif now() - at < TURN:
            draw_sheet.call(sheet.pk, sheet.asked_by_id)
            drawn += 1
    return drawn
