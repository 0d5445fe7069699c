"""Where a pack came from: lots and what happened to them, labels and who looked at them, what people reported."""

from traceability.models.lots import Event, Lot
from traceability.models.labels import Label, LabelSheet, SheetAct  # isort: skip
from traceability.models.pins import ScratchPin  # isort: skip
from traceability.models.scans import NetworkRegion, Scan, ScanDay, StrangeCodes  # isort: skip
from traceability.models.cases import Case, CaseEntry, Flag  # isort: skip
from traceability.models.aliases import CodeAlias, CompanyPrefix  # isort: skip
from traceability.models.records import Record, SignedRoot, TreeNode

__all__ = [
    "Case",
    "CaseEntry",
    "CodeAlias",
    "CompanyPrefix",
    "Event",
    "Flag",
    "Label",
    "LabelSheet",
    "Lot",
    "NetworkRegion",
    "Record",
    "Scan",
    "ScanDay",
    "ScratchPin",
    "SheetAct",
    "SignedRoot",
    "StrangeCodes",
    "TreeNode",
]
