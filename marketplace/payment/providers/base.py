"""What every provider can do. Amounts are whole đồng; nothing here opens a transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class ProviderDown(Exception):
    """The provider did not answer, or answered nonsense; asking again later is safe."""


@dataclass(frozen=True)
class Started:
    """Where the buyer goes to pay."""

    reference: str
    pay_url: str


@dataclass(frozen=True)
class Snapshot:
    """What the provider says now. `mismatch` names what does not fit our attempt, or is ""."""

    state: str  # open, succeeded, expired, failed
    captured: int = 0
    refunded: int = 0
    fees: int = 0  # what the provider keeps of it for its service
    payment_reference: str = ""
    mismatch: str = ""


@dataclass(frozen=True)
class DisputeTold:
    """What the provider says of a payment that the buyer's bank takes back. `state`: as Dispute.State; `taken` and
    `given_back`: all that was ever moved for it, `fee` left out. `payment`: the payment's key there."""

    reference: str
    payment: str
    amount: int
    state: str
    opened_at: datetime
    reason: str = ""
    due_by: datetime | None = None
    taken: int = 0
    given_back: int = 0
    fee: int = 0


@dataclass(frozen=True)
class Movement:
    """Money that one payment moved, by the provider's own record. `payment`: its key there, or "attempt:<ours>"."""

    payment: str
    captured: int = 0
    refunded: int = 0


class Provider(Protocol):
    code: str
    takes_money_first: bool
    is_remote: bool  # asked over the network; people carry out what the others cannot do: their refunds

    def refusal(self, total: int, *, has_fresh: bool, phone: str = "") -> str:
        """Why an order of this phone (E.164) cannot be paid this way (a sentence), or ""."""

    def is_configured(self) -> bool:
        """Whether the choice is shown at all."""

    def start(self, attempt, *, success_url: str, cancel_url: str) -> Started:
        """Begin, or find what was begun for the same attempt. Raises ProviderDown."""

    def fetch(self, attempt) -> Snapshot:
        """Ask for the present state. Raises ProviderDown."""

    def cancel(self, attempt) -> str:
        """End an attempt: 'cancelled' or 'already_paid'. Raises ProviderDown."""

    def refund(self, refund) -> str:
        """Ask for money to go back; returns the provider's reference. Raises ProviderDown."""

    def disputes(self, *, since: datetime | None = None, payment: str = "") -> list[DisputeTold]:
        """Disputes begun since then, or of one payment. Raises ProviderDown."""

    def movements(self, since: datetime, until: datetime) -> list[Movement]:
        """What moved in that time; `until` is not in it. Raises ProviderDown."""
