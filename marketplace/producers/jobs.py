from datetime import datetime

from marketplace.clockwork.services import every
from marketplace.producers.reminders import send_reminders


@every(seconds=3600)
def remind_of_renewals(at: datetime) -> int:
    return send_reminders(at)
