"""Where a pack came from: lots and what happened to them, labels and who looked at them."""

from traceability.models.lots import Event, Lot
from traceability.models.labels import Label, LabelSheet, Scan  # isort: skip
from traceability.models.aliases import CodeAlias, CompanyPrefix  # isort: skip
from traceability.models.records import Record, SignedRoot, TreeNode

__all__ = [
    "CodeAlias",
    "CompanyPrefix",
    "Event",
    "Label",
    "LabelSheet",
    "Lot",
    "Record",
    "Scan",
    "SignedRoot",
    "TreeNode",
]
