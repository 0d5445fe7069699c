from datetime import datetime

from marketplace.clockwork.services import every
from marketplace.order.services import complete_delivered


@every(seconds=600)
def close_returns(at: datetime) -> int:
    return complete_delivered(at)
