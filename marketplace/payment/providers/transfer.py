"""Transfer to our bank account by VietQR. What the bank told us (BankTransaction) is the provider's own record."""

from datetime import datetime

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext as _

from marketplace.payment.memos import new_memo
from marketplace.payment.models import BankTransaction
from marketplace.payment.providers.base import DisputeTold, Movement, ProviderDown, Snapshot, Started

CODE = "transfer"
MAX_TOTAL = 499_999_999  # đồng; a NAPAS 24/7 transfer stays below 500 million
TEST_BIN = "999999"  # no bank has it, so no app can send money there

BANKS = {  # BIN (six digits, NAPAS) -> the name that its customers know
    "970403": "Sacombank", "970405": "Agribank", "970407": "Techcombank", "970409": "Bac A Bank",
    "970415": "VietinBank", "970416": "ACB", "970418": "BIDV", "970419": "NCB", "970422": "MB",
    "970423": "TPBank", "970425": "ABBANK", "970426": "MSB", "970427": "VietABank", "970428": "Nam A Bank",
    "970431": "Eximbank", "970432": "VPBank", "970436": "Vietcombank", "970437": "HDBank", "970438": "BaoViet Bank",
    "970440": "SeABank", "970441": "VIB", "970443": "SHB", "970448": "OCB", "970449": "LPBank",
    "970452": "KienlongBank",
}  # fmt: skip


class BankTransfer:
    code = CODE
    takes_money_first, is_remote = True, False

    def refusal(self, total: int, *, has_fresh: bool, phone: str = "") -> str:
        if total > MAX_TOTAL:
            return _("Chuyển khoản nhanh chỉ nhận đơn đến 499.999.999 ₫.")
        return ""

    def is_configured(self) -> bool:
        return bool(settings.BANK_BIN and settings.BANK_ACCOUNT and settings.BANK_HOLDER)

    def start(self, attempt, *, success_url: str, cancel_url: str) -> Started:
        """Give the attempt its memo; the page of the order shows where to send the money."""
        return Started(reference=attempt.reference or new_memo(), pay_url="")

    def fetch(self, attempt) -> Snapshot:
        captured = BankTransaction.objects.filter(match__attempt=attempt).total()
        return Snapshot(
            state="succeeded" if captured >= attempt.amount else "open",
            captured=captured,
            refunded=attempt.refunds.carried_out().total(),
        )

    def cancel(self, attempt) -> str:
        return "already_paid" if self.fetch(attempt).captured >= attempt.amount else "cancelled"

    def refund(self, refund) -> str:
        raise ProviderDown("an operator carries it out at the bank")

    def disputes(self, *, since: datetime | None = None, payment: str = "") -> list[DisputeTold]:
        return []  # what was handed over or sent is not taken back by a bank

    def movements(self, since: datetime, until: datetime) -> list[Movement]:
        """By the day on which the bank booked them; transfers that count for nothing yet stand in the desk's queue."""
        come = BankTransaction.objects.filter(booked_at__gte=since, booked_at__lt=until, match__isnull=False)
        return [
            Movement(f"attempt:{attempt}", captured=amount)
            for attempt, amount in come.values_list("match__attempt").annotate(sum=Sum("amount")).order_by()
        ]


def bank_name(bin_: str) -> str:
    """Of our account's bank, as its customers know it; the BIN when we do not know."""
    return BANKS.get(bin_) or (_("Ngân hàng thử nghiệm") if is_test(bin_) else f"BIN {bin_}")


def is_test(bin_: str) -> bool:
    return bin_ == TEST_BIN
