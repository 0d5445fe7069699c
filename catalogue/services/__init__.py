"""Verbs of the register. Each is one transaction and leaves a line in a history that nobody can rewrite.

Rows are locked in one order everywhere: certificates by key, then products by key; placing an order locks the same.
"""

from catalogue.services.certificates import (
    NotInForce,
    Overlapping,
    begin_renewal,
    extend_certificate,
    issue_certificate,
    revoke_certificate,
    upgrade_certificate,
    withdraw_certificate,
)
from catalogue.services.decisions import DecisionRefused, DecisionRow, RowProblem, register_decision
from catalogue.services.producers import (
    ProducerUnchanged,
    close_producer,
    reopen_producer,
    unverify_producer,
    verify_producer,
)
from catalogue.services.sales import SaleUnchanged, resume_sale, suspend_sale
from catalogue.services.scans import attach_scan, read_scan

__all__ = [
    "DecisionRefused",
    "DecisionRow",
    "NotInForce",
    "Overlapping",
    "ProducerUnchanged",
    "RowProblem",
    "SaleUnchanged",
    "attach_scan",
    "begin_renewal",
    "close_producer",
    "extend_certificate",
    "issue_certificate",
    "read_scan",
    "register_decision",
    "reopen_producer",
    "resume_sale",
    "revoke_certificate",
    "suspend_sale",
    "unverify_producer",
    "upgrade_certificate",
    "verify_producer",
    "withdraw_certificate",
]
