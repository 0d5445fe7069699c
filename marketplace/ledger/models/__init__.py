"""The money truth: double entries of whole đồng, the rates they follow, and what is paid out."""

from marketplace.ledger.models.books import Account, JournalEntry, Posting  # noqa: F401
from marketplace.ledger.models.payouts import Payout, PayoutAccount, PayoutBatch, PayoutItem  # noqa: F401
from marketplace.ledger.models.rates import Rate  # noqa: F401
