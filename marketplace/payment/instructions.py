"""What a buyer who pays by transfer must know: where to, how much is still missing, which memo, until when."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from PIL import Image

from marketplace.order.models import Order
from marketplace.payment.models import Attempt
from marketplace.payment.providers.transfer import CODE, bank_name, is_test
from marketplace.payment.vietqr import Transfer, encode
from traceability import qr

DOTS = 8  # of the picture, per module of the symbol


@dataclass(frozen=True)
class Instructions:
    """Amounts in đồng. `missing` is what the symbol asks for; `received` came already."""

    bin: str
    account: str
    holder: str
    memo: str
    total: int
    received: int
    ends_at: datetime

    @property
    def missing(self) -> int:
        return self.total - self.received

    @property
    def bank(self) -> str:
        return bank_name(self.bin)

    @property
    def is_test(self) -> bool:
        return is_test(self.bin)

    @property
    def payload(self) -> str:
        """The text of the VietQR symbol."""
        return encode(Transfer(self.bin, self.account, self.missing, self.memo))

    @property
    def svg(self) -> SafeString:
        """The symbol as SVG, its quiet zone included; it holds digits and letters of ours only."""
        return mark_safe(qr.svg(qr.symbol_of_address(self.payload)))

    def png(self) -> bytes:
        """The same as a picture of about 400 pixels."""
        made = qr.symbol_of_address(self.payload)
        side = made.modules + 2 * qr.QUIET_ZONE
        dots = Image.new("1", (side, side), 1)
        for x, y, length in made.runs:
            dots.paste(0, (x + qr.QUIET_ZONE, y + qr.QUIET_ZONE, x + qr.QUIET_ZONE + length, y + qr.QUIET_ZONE + 1))
        picture = BytesIO()
        dots.resize((side * DOTS, side * DOTS)).save(picture, "PNG")
        return picture.getvalue()


def instructions_for(order: Order) -> Instructions | None:
    """None unless the order waits for a transfer that has begun."""
    attempt = _waiting(order)
    if attempt is None or not attempt.reference or attempt.captured >= attempt.amount:
        return None
    return Instructions(
        bin=settings.BANK_BIN,
        account=settings.BANK_ACCOUNT,
        holder=settings.BANK_HOLDER,
        memo=attempt.reference,
        total=attempt.amount,
        received=attempt.captured,
        ends_at=order.hold_until,
    )


def _waiting(order: Order) -> Attempt | None:
    """Reads order.attempts, which the order's page has loaded."""
    if not order.is_waiting_for_money:
        return None
    return next((a for a in order.attempts.all() if a.provider == CODE and a.is_unfinished), None)
