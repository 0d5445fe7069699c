"""Certificates from a file into the register: the good rows are kept, the others reported (DECISIONS 15)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from catalogue import ocop
from catalogue.imports_reading import Facts, Problem, read_file
from catalogue.models import Certificate, Place, Producer, Product, ProductClass
from catalogue.services import Overlapping, issue_certificate
from catalogue.vietnamese import slugify


@dataclass
class Report:
    """What an import did, or would do."""

    added: int = 0
    known: int = 0
    problems: list[Problem] = field(default_factory=list)


class RowRefused(Exception):
    """A row that makes sense by itself does not fit what the register holds."""

    def __init__(self, column: str, reason: str):
        super().__init__(reason)
        self.column, self.reason = column, reason


class _TakenBack(Exception):
    """A rehearsal is over."""


def import_certificates(content: bytes, *, today: date, dry_run: bool = False, actor=None) -> Report:
    """Bring in a file's certificates; importing it again changes nothing. With `dry_run` nothing is kept.

    Raises FileRefused when the file as a whole cannot be read.
    """
    report = Report()
    rows = list(read_file(content, today))
    try:
        with transaction.atomic():
            _take(rows, report, actor)
            if dry_run:
                raise _TakenBack
    except _TakenBack:
        pass
    return report


def _take(rows: Iterable[Facts | Problem], report: Report, actor) -> None:
    provinces = {
        key: place for place in Place.objects.provinces() for key in (place.code, place.name, place.short_name)
    }
    for row in rows:
        if isinstance(row, Problem):
            report.problems.append(row)
            continue
        try:
            with transaction.atomic():
                is_new = _keep(row, provinces, actor)
        except RowRefused as refused:
            report.problems.append(Problem(row.row, refused.column, refused.reason))
            continue
        report.added += is_new
        report.known += not is_new


def _keep(row: Facts, provinces: dict[str, Place], actor) -> bool:
    """Whether the row's certificate was new. Raises RowRefused."""
    province = provinces.get(row.province_code or row.province)
    if province is None:
        raise RowRefused("province_current_code", "không có tỉnh này trong 34 tỉnh, thành phố hiện nay")
    product = _product(row, province)
    if _is_known(row, product):
        return False
    try:
        issue_certificate(product, stars=row.stars, issued_on=row.issued_on, decision_number=row.decision, actor=actor,
                          **_printed(row))  # fmt: skip
    except Overlapping as clash:
        raise RowRefused("decision_date", "sản phẩm đã có chứng nhận trong thời gian này") from clash
    except ValidationError as bad:
        raise RowRefused("product", " ".join(bad.messages)) from bad
    return True


def _printed(row: Facts) -> dict:
    return {
        "product_name_as_printed": row.product,
        "producer_as_printed": row.producer,
        "address_as_printed": row.origin,
        "decision_date": row.issued_on,
        "rule_version": ocop.rule_version_on(row.issued_on),
        "verification": row.verification,
        "source_url": row.source,
    }


def _is_known(row: Facts, product: Product) -> bool:
    """Whether the register holds this very certificate. Raises RowRefused when it holds it with other stars."""
    same = Certificate.objects.filter(product=product)
    same = same.filter(decision_number=row.decision) if row.decision else same.filter(issued_on=row.issued_on)
    found = same.first()
    if found and found.stars != row.stars:
        raise RowRefused("star", f"quyết định này đã ghi {found.stars} sao cho sản phẩm")
    return found is not None


def _product(row: Facts, province: Place) -> Product:
    """The product of that name of that producer (or of none, in that province), made when missing."""
    owner = _producer(row, province) if row.producer else None
    found = Product.objects.filter(title=row.product, owner=owner, province=province).first()
    if found:
        return found
    kind, _made = ProductClass.objects.get_or_create(
        slug="ocop", defaults={"name": "Sản phẩm OCOP", "track_stock": True}
    )
    return Product.objects.create(
        title=row.product,
        slug=slugify(row.product) or "san-pham",
        product_class=kind,
        owner=owner,
        province=province,
        criteria_set=row.criteria_set,
        origin_as_printed=row.origin[:300],
        source_url=row.source,
    )


def _producer(row: Facts, province: Place) -> Producer:
    """Identity is name and province. A new one may not sell before an operator has verified it."""
    found = Producer.objects.filter(name=row.producer, province=province).first()
    if found:
        return found
    slug = slugify(row.producer) or "chu-the"
    if Producer.objects.filter(slug=slug).exists():
        slug = f"{slug}-{province.slug}"
    return Producer.objects.create(name=row.producer, slug=slug, kind=row.kind, province=province)
