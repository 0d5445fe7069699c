from datetime import datetime

from marketplace.clockwork.services import every
from marketplace.notifications.services import send_due


@every(seconds=30)
def send_mails(at: datetime) -> int:
    return send_due(at)
