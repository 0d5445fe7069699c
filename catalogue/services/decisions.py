"""A decision of the authority, which certifies many products at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from catalogue import ocop, wording
from catalogue.models import Certificate, Product
from catalogue.services.certificates import NotInForce, Overlapping, issue_certificate, upgrade_certificate

Actor = AbstractBaseUser | None  # who acted; None: an import, or the system


@dataclass(frozen=True)
class DecisionRow:
    """One product of a decision. `replaces`: the new certificate takes the place of the one in force, if there is one
    (another star, or a re-assessment). `facts`: what only this row says, as printed (number, product_name_as_printed,
    producer_as_printed, address_as_printed, …)."""

    product: Product
    stars: int
    replaces: bool = False
    facts: dict = field(default_factory=dict)


class RowProblem(NamedTuple):
    """Why a row cannot be. `row` counts from 0; `column` is a column of Certificate, "product", "replaces" or "";
    `reason` is a sentence in the reader's language."""

    row: int
    column: str
    reason: str


class DecisionRefused(Exception):
    """Nothing was registered. `problems` names every row that cannot be."""

    def __init__(self, problems: list[RowProblem]) -> None:
        super().__init__("; ".join(f"{one.row}: {one.reason}" for one in problems))
        self.problems = problems


def register_decision(
    rows: Sequence[DecisionRow],
    *,
    decision_number: str,
    decision_date: date,
    issued_on: date | None = None,
    issuer_as_printed: str = "",
    actor: Actor = None,
    **facts,
) -> list[Certificate]:
    """Issue the certificates of one decision, all or none, each for 36 months; returns them in the order of `rows`.

    `issued_on` is the day of the decision where it names no other. `facts` are further columns that all rows share
    (source_url, …); the rule version follows from the day. Each certificate leaves its own line of history. Scope and
    office are the caller's to check. Raises DecisionRefused with every row that cannot be, having changed nothing.
    """
    day = issued_on or decision_date
    shared = {
        "issued_on": day,
        "decision_number": decision_number,
        "decision_date": decision_date,
        "issuer_as_printed": issuer_as_printed,
        "rule_version": ocop.rule_version_on(day),
        "actor": actor,
        **facts,
    }
    with transaction.atomic():
        _lock([row.product for row in rows])
        made, problems = _issue_each(rows, shared)
        if problems:
            raise DecisionRefused(sorted(problems))
    return made


def _lock(products: list[Product]) -> None:
    """Everything at once and in key order, so that two decisions cannot wait for one another."""
    keys = [product.pk for product in products]
    list(Certificate.objects.filter(product__in=keys).order_by("pk").select_for_update())
    list(Product.objects.filter(pk__in=keys).order_by("pk").select_for_update())


def _issue_each(rows: Sequence[DecisionRow], shared: dict) -> tuple[list[Certificate], list[RowProblem]]:
    """What could be issued, and why the others cannot be."""
    made, problems = [], _named_twice(rows)
    again = {problem.row for problem in problems}
    for place, row in enumerate(rows):
        if place in again:
            continue
        try:
            with transaction.atomic():
                made.append(_issue(row, shared))
        except (ValidationError, Overlapping, NotInForce) as refused:
            problems += _problems(place, row, refused, shared["issued_on"])
    return made, problems


def _issue(row: DecisionRow, shared: dict) -> Certificate:
    held = Certificate.objects.filter(product=row.product).in_force(shared["issued_on"]).first()
    if row.replaces and held:
        return upgrade_certificate(held, stars=row.stars, **{**shared, **row.facts})
    return issue_certificate(row.product, stars=row.stars, **{**shared, **row.facts})


def _named_twice(rows: Sequence[DecisionRow]) -> list[RowProblem]:
    seen, twice = set(), []
    for place, row in enumerate(rows):
        if row.product.pk in seen:
            twice.append(RowProblem(place, "product", _("Sản phẩm này đã có ở một dòng trước của quyết định.")))
        seen.add(row.product.pk)
    return twice


def _problems(place: int, row: DecisionRow, refused: Exception, day: date) -> list[RowProblem]:
    if isinstance(refused, Overlapping):
        return [RowProblem(place, *_clash(row, day))]
    if isinstance(refused, NotInForce):
        return [RowProblem(place, "replaces", _("Giấy chứng nhận cần thay vừa được xử lý ở nơi khác."))]
    columns = getattr(refused, "error_dict", {"": [refused]})
    return [
        RowProblem(place, "" if column == "__all__" else column, sentence)
        for column, errors in columns.items()
        for error in errors
        for sentence in error.messages
    ]


def _clash(row: DecisionRow, day: date) -> tuple[str, str]:
    """The column to look at, and the certificate in the way."""
    held = Certificate.objects.filter(product=row.product).in_force(day).first()
    if held is None:
        return "issued_on", _("Thời hạn này trùng với một giấy chứng nhận khác của sản phẩm.")
    said = _("Sản phẩm đang có giấy %(id)s, %(stars)s sao, còn hiệu lực đến %(day)s.")
    return "replaces", said % {"id": held.public_id, "stars": held.stars, "day": wording.long_day(held.until)}
