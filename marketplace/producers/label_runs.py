"""Drawing a sheet of labels and reading it back, in the background where there is a worker."""

import logging
from datetime import timedelta

from django.utils.timezone import now
from django_tasks import task

from marketplace.accounts.models import User
from traceability import printing
from traceability.labelling import LotRecalled
from traceability.models import LabelSheet
from traceability.sheets import SheetUnreadable

logger = logging.getLogger(__name__)
STALLED_AFTER = timedelta(minutes=2)  # a worker tells the row about once a second
EXPECTED = (SheetUnreadable, LotRecalled, printing.NothingToPrint, printing.SheetChanged)


def is_stalled(sheet: LabelSheet) -> bool:
    """Whether the worker seems to have died."""
    return sheet.printing == LabelSheet.Printing.DRAWING and now() - sheet.drawn_at > STALLED_AFTER


def start(sheet: LabelSheet, actor: User, *, first_page: int = 1, last_page: int | None = None) -> bool:
    """Begin a file of these pages; False when one is being made. Doing it twice at once would do no harm."""
    if sheet.printing == LabelSheet.Printing.DRAWING and not is_stalled(sheet):
        return False
    printing.begin_printing(sheet, first_page=first_page, last_page=last_page)
    draw_sheet.enqueue(sheet.pk, actor.pk)
    return True


@task()
def draw_sheet(pk: int, actor: int) -> None:
    """Make the file; when it cannot be made the row says so, for its page must not wait for ever."""
    sheet = LabelSheet.objects.select_related("lot__product__owner").get(pk=pk)
    try:
        printing.print_to_file(sheet, actor=User.objects.get(pk=actor))
    except EXPECTED as trouble:
        logger.warning("labels not printed", extra={"sheet": pk, "trouble": repr(trouble)})
        printing.fail_printing(sheet)
    except Exception:  # the producer's page must not wait for ever
        logger.exception("labels not printed", extra={"sheet": pk})
        printing.fail_printing(sheet)
