"""Cash on delivery: the courier collects each parcel's own amount. Its limits stand in payment.cod_limits."""

from datetime import datetime

from marketplace.payment import cod_limits
from marketplace.payment.providers.base import DisputeTold, Movement, ProviderDown, Snapshot, Started


class CashOnDelivery:
    code = "cod"
    takes_money_first = is_remote = False

    def refusal(self, total: int, *, has_fresh: bool, phone: str = "") -> str:
        return cod_limits.refusal(total, has_fresh=has_fresh, phone=phone)

    def is_configured(self) -> bool:
        return True

    def start(self, attempt, *, success_url: str, cancel_url: str) -> Started:
        return Started(reference="", pay_url="")

    def fetch(self, attempt) -> Snapshot:
        return Snapshot(state="open")

    def cancel(self, attempt) -> str:
        return "cancelled"

    def refund(self, refund) -> str:
        raise ProviderDown("cash goes back by hand")

    def disputes(self, *, since: datetime | None = None, payment: str = "") -> list[DisputeTold]:
        return []  # what was handed over or sent is not taken back by a bank

    def movements(self, since: datetime, until: datetime) -> list[Movement]:
        return []  # couriers remit what they collected: the ledger's own business
