"""Where a pack came from: lots and what happened to them, labels and who looked at them."""

from traceability.models.lots import Event, Lot
from traceability.models.labels import CodeAlias, Label, LabelSheet, Scan  # isort: skip
from traceability.models.records import Record, SignedRoot, TreeNode

__all__ = ["CodeAlias", "Event", "Label", "LabelSheet", "Lot", "Record", "Scan", "SignedRoot", "TreeNode"]
