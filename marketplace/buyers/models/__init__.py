"""What a buyer keeps here. Why these are not Oscar's own tables: docs/adr/0008-buyers-own-tables.md."""

from marketplace.buyers.models.addresses import SavedAddress  # noqa: F401
from marketplace.buyers.models.wishes import SavedProduct  # noqa: F401
from marketplace.buyers.models.notices import StockNotice  # noqa: F401
from marketplace.buyers.models.invoices import InvoiceRequest, ParcelInvoice  # noqa: F401
from marketplace.buyers.models.reviews import Review, ReviewEvent, ReviewPhoto  # noqa: F401
