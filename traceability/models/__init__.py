"""Where a pack came from: lots and what happened to them, labels and who looked at them, what people reported."""

from traceability.models.areas import AreaReview, GrowingArea, Laboratory
from traceability.models.lots import Event, Lot, Unit
from traceability.models.evidence import Commissioning, EvidenceFile, LotInput  # isort: skip
from traceability.models.imports import StepImport  # isort: skip
from traceability.models.labels import Label, LabelSheet, SheetAct  # isort: skip
from traceability.models.pins import ScratchPin  # isort: skip
from traceability.models.scans import NetworkRegion, Scan, ScanDay, StrangeCodes  # isort: skip
from traceability.models.cases import Case, CaseEntry, Flag  # isort: skip
from traceability.models.aliases import CodeAlias, CompanyPrefix  # isort: skip
from traceability.models.acts import DeskAct  # isort: skip
from traceability.models.records import Record, SignedRoot, TreeNode

__all__ = [
    "AreaReview",
    "Case",
    "CaseEntry",
    "CodeAlias",
    "Commissioning",
    "CompanyPrefix",
    "DeskAct",
    "Event",
    "EvidenceFile",
    "Flag",
    "GrowingArea",
    "Label",
    "LabelSheet",
    "Laboratory",
    "Lot",
    "LotInput",
    "NetworkRegion",
    "Record",
    "Scan",
    "ScanDay",
    "ScratchPin",
    "SheetAct",
    "SignedRoot",
    "StepImport",
    "StrangeCodes",
    "TreeNode",
    "Unit",
]
