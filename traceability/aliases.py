"""Codes of other and older systems from a list (CSV or XLSX): the good rows are kept, the others reported.

What may stand in a file: docs/old-codes.md. A code once entered never changes what it leads to by an import.
"""

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalogue.imports.cells import text_of
from catalogue.imports.files import Bad, FileRefused, Row, open_book
from catalogue.models import Certificate, Product
from catalogue.product_codes import parse
from catalogue.vietnamese import fold
from traceability import codes
from traceability.looks import LONGEST_ALIAS
from traceability.models import CodeAlias, Label, Lot

logger = logging.getLogger(__name__)
Kind = CodeAlias.Kind
CHUNK = 500  # keys asked for at once
HEADERS = {
    "code": ("ma cu", "ma ngoai", "ma", "ma truy xuat", "code", "alias", "dia chi"),
    "kind": ("loai", "loai ma", "kind"),
    "system": ("he thong", "ten he thong", "nguon", "system", "source"),
    "label": ("ma tem", "tem", "label"),
    "product": ("san pham", "ma san pham", "product"),
    "lot": ("so lo", "lo", "lot"),
}
NAMES = {
    "code": "mã cũ",
    "kind": "loại",
    "system": "hệ thống",
    "label": "mã tem",
    "product": "sản phẩm",
    "lot": "số lô",
}
KINDS = {
    "quoc gia": Kind.NATIONAL,
    "national": Kind.NATIONAL,
    "checkct": Kind.CHECKCT,
    "ocop": Kind.OCOP,
    "dia chi": Kind.ADDRESS,
    "url": Kind.ADDRESS,
    "address": Kind.ADDRESS,
    "khac": Kind.OTHER,
    "other": Kind.OTHER,
}
PRODUCT_ADDRESS = re.compile(r"https?://[^?#]*_([0-9]{1,9})/?(?:[?#].*)?")
Target = tuple[str, int]  # "label", "lot" or "product", and its key
MODELS = {"label": Label, "lot": Lot, "product": Product}
WITHDRAWN: Target = ("", 0)  # what a code whose link was withdrawn leads to


@dataclass(frozen=True)
class Problem:
    """Why a row was left out; `row` as the spreadsheet counts."""

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"Dòng {self.row}, cột “{self.column}”: {self.reason}"


@dataclass
class Report:
    """`rows` = `added` + `known` + rows with a problem."""

    rows: int = 0
    added: int = 0
    known: int = 0
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Facts:
    """A row that makes sense by itself."""

    row: int
    alias: str
    printed: str
    kind: str
    system: str
    label: str
    product: str
    lot: str


class Unusable(ValueError):
    """A cell that cannot be taken; `column` is a key of NAMES."""

    def __init__(self, column: str, reason: str) -> None:
        self.column, self.reason = column, reason
        super().__init__(reason)


def import_aliases(content: bytes, *, actor: AbstractBaseUser | None = None, dry_run: bool = False) -> Report:
    """Enter the codes of a list; entering it again changes nothing. With `dry_run` nothing is written.

    Raises FileRefused for what is no such file.
    """
    facts, problems, rows = _read(content)
    try:
        return _enter(facts, Report(rows, problems=list(problems)), actor, dry_run=dry_run)
    except IntegrityError:  # somebody entered some of them meanwhile: now they are known
        return _enter(facts, Report(rows, problems=list(problems)), actor, dry_run=dry_run)


@transaction.atomic
def _enter(facts: Sequence[Facts], report: Report, actor: AbstractBaseUser | None, *, dry_run: bool) -> Report:
    targets, known, new = Targets(facts), _known(facts), []
    for one in facts:
        try:
            target = targets.of(one)
        except Unusable as trouble:
            report.problems.append(Problem(one.row, NAMES[trouble.column], trouble.reason))
            continue
        before = known.setdefault(one.alias, target)
        if before is target:
            new.append(CodeAlias(**_columns(one), **{f"{target[0]}_id": target[1]}, created_by=actor))
        elif before == target:
            report.known += 1
        else:
            report.problems.append(Problem(one.row, NAMES["code"], _why_not(before)))
    report.added = len(new)
    report.problems.sort(key=lambda problem: problem.row)
    if not dry_run:
        CodeAlias.objects.bulk_create(new, batch_size=CHUNK)
        logger.info("old codes entered", extra={"added": len(new), "actor": actor and actor.pk})
    return report


def _why_not(before: Target) -> str:
    if before == WITHDRAWN:
        return "liên kết của mã này đã bị thu hồi; muốn nối lại thì mở riêng mã ấy"
    return "mã này (hoặc mã đọc giống hệt) đã dẫn tới nơi khác"


def _columns(one: Facts) -> dict[str, str]:
    return {"alias": one.alias, "printed": one.printed, "kind": one.kind, "source": one.system}


def _known(facts: Sequence[Facts]) -> dict[str, Target]:
    """What codes of the list lead to by now, whichever way they were spelled when they were entered."""
    found: dict[str, Target] = {}
    spelled = {reading: one.alias for one in facts for reading in codes.readings(one.printed)}
    for some in _chunks(list(spelled)):
        rows = CodeAlias.objects.filter(alias__in=some).values_list("alias", "label", "lot", "product")
        for alias, *keys in rows:
            found[spelled[alias]] = next(
                ((name, key) for name, key in zip(MODELS, keys, strict=True) if key), WITHDRAWN
            )
    return found


def find_target(*, label: str = "", product: str = "", lot: str = "") -> Label | Lot | Product:
    """What a person names in the words of a list: `label` a code of ours as codes.normalise reads it, or a `product`,
    with the number of a `lot` or without. Raises Unusable."""
    named = Facts(0, "", "", "", "", label, product, lot)
    kind, key = Targets([named]).of(named)
    return MODELS[kind]._default_manager.get(pk=key)


class Targets:
    """What the rows lead to, read for all rows at once."""

    def __init__(self, facts: Sequence[Facts]) -> None:
        self.labels = _keys(Label, "code", {one.label for one in facts if one.label})
        self.certified = _keys(Certificate, "public_id", {one.product for one in facts}, "product")
        numbers = {int(key) for one in facts if (key := _number_of(one.product))}
        self.products = set(_keys(Product, "pk", numbers)) | set(self.certified.values())
        self.lots = self._lots({one.lot for one in facts if one.lot})

    def of(self, one: Facts) -> Target:
        """Raises Unusable."""
        if one.label:
            if one.label not in self.labels:
                raise Unusable("label", _("không có tem nào mang mã này"))
            return "label", self.labels[one.label]
        product = self.certified.get(one.product) or int(_number_of(one.product) or 0)
        if product not in self.products:
            raise Unusable("product", _("không có sản phẩm này (số, địa chỉ trang hoặc mã giấy chứng nhận)"))
        if not one.lot:
            return "product", product
        if (product, one.lot) not in self.lots:
            raise Unusable("lot", _("sản phẩm không có lô mang số này"))
        return "lot", self.lots[product, one.lot]

    def _lots(self, numbers: set[str]) -> dict[tuple[int, str], int]:
        lots = Lot.objects.filter(product__in=self.products, number__in=numbers)
        return {(product, number): pk for pk, product, number in lots.values_list("pk", "product", "number")}


def _keys(model: Any, column: str, values: Iterable[Any], key: str = "pk") -> dict[Any, int]:
    found: dict[Any, int] = {}
    for some in _chunks(sorted(values)):
        found |= dict(model._default_manager.filter(**{f"{column}__in": some}).values_list(column, key))
    return found


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))


def _number_of(product: str) -> str:
    """The key in "17" and in the address of a product's page; "" in anything else."""
    found = PRODUCT_ADDRESS.fullmatch(product)
    key = found[1] if found else product
    return key if re.fullmatch(r"[0-9]{1,9}", key) else ""


# Reading ------------------------------------------------------------------------------------------
def _read(content: bytes) -> tuple[list[Facts], list[Problem], int]:
    """Rows that make sense, the others, and how many there are. Raises FileRefused."""
    [sheet, *_others] = open_book(content).sheets
    head, columns = _header(sheet.rows)
    facts, problems, rows = [], [], 0
    for row in sheet.rows[head + 1 :]:
        if not any(isinstance(cell, Bad) or text_of(cell) for cell in row.cells):
            continue
        rows += 1
        try:
            facts.append(_facts(row, columns))
        except Unusable as trouble:
            problems.append(Problem(row.number, NAMES[trouble.column], trouble.reason))
    return facts, problems, rows


def _header(rows: Sequence[Row]) -> tuple[int, dict[str, int]]:
    for place, row in enumerate(rows[:20]):
        folded = [fold(text_of(cell)) for cell in row.cells]
        columns = {
            name: next(at for at, text in enumerate(folded) if text in words)
            for name, words in HEADERS.items()
            if any(text in words for text in folded)
        }
        if "code" in columns and {"label", "product"} & set(columns):
            return place, columns
    raise FileRefused("Không tìm thấy hàng tên cột: cần “mã cũ” và “mã tem” hoặc “sản phẩm”.")


def _facts(row: Row, columns: dict[str, int]) -> Facts:
    """Raises Unusable."""
    if row.refused:
        raise Unusable("code", row.refused)
    cells = {name: row.at(columns.get(name)) for name in HEADERS}
    if spoilt := next(((name, cell) for name, cell in cells.items() if isinstance(cell, Bad)), None):
        raise Unusable(spoilt[0], spoilt[1].reason)
    said = {name: text_of(cell) for name, cell in cells.items()}
    if bool(said["label"]) == bool(said["product"]):
        raise Unusable("label", "ghi mã tem hoặc sản phẩm, một trong hai")
    if len(said["system"]) > 60:
        raise Unusable("system", "dài quá 60 ký tự")
    return Facts(
        row.number,
        _alias(said["code"]),
        said["code"],
        _kind(said),
        said["system"],
        codes.normalise(said["label"]),
        said["product"],
        said["lot"],
    )


def _alias(printed: str) -> str:
    """Raises Unusable for what cannot be looked up, or would be taken for a code of ours."""
    alias = codes.normalise(printed)
    if not alias or len(max(alias, printed, key=len)) > LONGEST_ALIAS or not printed.isprintable():
        raise Unusable("code", "cần từ 1 đến 200 ký tự đọc được")
    if codes.has_code_shape(alias):
        raise Unusable("code", "mã 16 ký tự này trông như mã tem của sàn; hãy nhập cả địa chỉ in trong mã QR")
    return alias


def _kind(said: dict[str, str]) -> str:
    """As told, else by what the code looks like. Raises Unusable."""
    if told := fold(said["kind"]):
        if told not in KINDS:
            raise Unusable("kind", "chỉ nhận: quốc gia, CheckCT, OCOP, địa chỉ, khác")
        return KINDS[told]
    if said["code"].lower().startswith(("http://", "https://")):
        return Kind.ADDRESS
    return Kind.OCOP if parse(said["code"]) else Kind.OTHER
