from datetime import datetime

from marketplace.clockwork.services import every
from marketplace.producers.label_runs import draw_waiting
from marketplace.producers.lost_parts import tell_of_lost_parts
from marketplace.producers.reminders import send_reminders
from marketplace.producers.step_imports import forget_unsaved
from traceability.printing import forget_old_files


@every(seconds=3600)
def remind_of_renewals(at: datetime) -> int:
    return send_reminders(at)


@every(seconds=300)
def tell_of_boxes(at: datetime) -> int:
    return tell_of_lost_parts(at)


@every(seconds=3600)
def forget_files_of_labels(at: datetime) -> int:
    return forget_old_files(at)


@every(seconds=60)
def draw_waiting_labels(at: datetime) -> int:
    return draw_waiting(at)


@every(seconds=86_400)
def forget_unsaved_steps(at: datetime) -> int:
    return forget_unsaved(at)
