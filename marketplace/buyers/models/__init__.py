"""What a buyer keeps here. Why these are not Oscar's own tables: docs/adr/0008-buyers-own-tables.md."""

from marketplace.buyers.models.addresses import SavedAddress
from marketplace.buyers.models.wishes import SavedProduct
from marketplace.buyers.models.notices import StockNotice
from marketplace.buyers.models.invoices import InvoiceRequest, ParcelInvoice
from marketplace.buyers.models.reviews import Review, ReviewEvent, ReviewPhoto

__all__ = [
    "InvoiceRequest",
    "ParcelInvoice",
    "Review",
    "ReviewEvent",
    "ReviewPhoto",
    "SavedAddress",
    "SavedProduct",
    "StockNotice",
]
