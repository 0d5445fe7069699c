"""The money truth: double entries of whole đồng, the rates they follow, and what is paid out."""

from marketplace.ledger.models.books import Account, JournalEntry, Posting
from marketplace.ledger.models.payouts import Payout, PayoutAccount, PayoutBatch, PayoutItem
from marketplace.ledger.models.rates import Rate

__all__ = [
    "Account",
    "JournalEntry",
    "Payout",
    "PayoutAccount",
    "PayoutBatch",
    "PayoutItem",
    "Posting",
    "Rate",
]
