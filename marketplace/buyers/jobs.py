from datetime import datetime

from marketplace.buyers.services.erasure import forget_finished_orders
from marketplace.buyers.services.notices import send_notices
from marketplace.clockwork.services import every


@every(seconds=60)
def tell_of_stock(at: datetime) -> int:
    return send_notices(at)


@every(seconds=3600)
def forget_people_who_left(at: datetime) -> int:
    return forget_finished_orders()
