"""Verbs of the register. Each is one transaction and leaves a line in a history that nobody can rewrite.

Rows are locked in one order everywhere: certificates by key, then products by key; placing an order locks the same.
"""

from catalogue.queries import STATES_IN_FORCE  # noqa: F401
from catalogue.services.certificates import (  # noqa: F401
    NotInForce,
    Overlapping,
    begin_renewal,
    extend_certificate,
    issue_certificate,
    revoke_certificate,
    upgrade_certificate,
    withdraw_certificate,
)
from catalogue.services.decisions import DecisionRefused, DecisionRow, RowProblem, register_decision  # noqa: F401
from catalogue.services.producers import unverify_producer, verify_producer  # noqa: F401
from catalogue.services.sales import SaleUnchanged, resume_sale, suspend_sale  # noqa: F401
from catalogue.services.scans import attach_scan, read_scan  # noqa: F401
