"""What one look at a label finds, in one query: the label, its lot, product and maker, and all certificates.

A pack size also counts its product's certificates, a product in sizes its sizes': there it takes two queries.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from django.db.models import FilteredRelation, Q, QuerySet, Value

from catalogue import statements
from catalogue.company import inherited
from catalogue.models import Certificate, Issuer, Product
from traceability import codes
from traceability.models import CodeAlias, Label
from traceability.verdicts import State, judge

OF_LABEL = {
    "label": "pk",
    "code": "code",
    "kind": "kind",
    "label_state": "state",
    "end_reason": "end_reason",
    "scan_count": "scan_count",
    "scan_regions": "scan_regions",
    "flagged_at": "flagged_at",
    "first_scanned_at": "first_scanned_at",
    "lot": "lot_id",
    "lot_number": "lot__number",
    "lot_state": "lot__state",
    "lot_quantity": "lot__quantity",
    "lot_unit": "lot__unit",
    "lot_updated_at": "lot__updated_at",
    "recalled_at": "lot__recalled_at",
    "recall_reason": "lot__recall_reason",
    "recall_advice": "lot__recall_advice",
    "produced_on": "lot__produced_on",
    "packed_on": "lot__packed_on",
    "expires_on": "lot__expires_on",
    "product": "sheet__product_id",
    "structure": "sheet__product__structure",
    "title": "sheet__product__title",
    "slug": "sheet__product__slug",
    "description": "sheet__product__description",
    "net_weight_g": "sheet__product__net_weight_g",
    "storage": "sheet__product__storage",
    "is_public": "sheet__product__is_public",
    "picture": "sheet__product__picture",
    "is_illustrated": "sheet__product__is_illustrated",
    "origin_as_printed": "sheet__product__origin_as_printed",
    "origin_then": "sheet__product__origin_then__name",
    "origin_now": "sheet__product__origin_now__name",
    "province": "sheet__product__province__name",
    "gtin": "sheet__product__upc",
    "producer": "sheet__product__owner__name",
    "producer_slug": "sheet__product__owner__slug",
    "producer_phone": "sheet__product__owner__phone",
    "producer_address": "sheet__product__owner__address_as_printed",
    "producer_commune": "sheet__product__owner__commune__name",
    "producer_province": "sheet__product__owner__province__name",
    "is_fictional": "sheet__product__owner__is_fictional",
}
OF_CERTIFICATE = (
    "pk",
    "product_id",
    "public_id",
    "stars",
    "state",
    "number",
    "decision_number",
    "issuer_as_printed",
    "issued_on",
    "valid_until",
    "extended_until",
    "dates_are_illustrative",
    "revoked_on",
    "withdrawn_on",
    "superseded_by_id",
)
OF_ISSUER = {
    "issuer": "issuer__name",
    "issuer_abolished_on": "issuer__abolished_on",
    "issuer_today": "issuer__successor__name",
}
LONGEST_ALIAS = CodeAlias._meta.get_field("alias").max_length
Rows = tuple[tuple, ...]
OWN, OF_PRODUCT, OF_SIZES = (f"sheet__product__{whose}certificates" for whose in ("", "parent__", "children__"))
ELSEWHERE = {Product.CHILD: OF_PRODUCT, Product.PARENT: OF_SIZES}  # where a product's certificates stand besides
NAMES = (*OF_LABEL, *(f"certificate_{name}" for name in (*OF_CERTIFICATE, *OF_ISSUER)), "translated")
STRUCTURE = NAMES.index("structure")


@dataclass(frozen=True)
class Look:
    """The facts of one label as columns (`facts`, keys of OF_LABEL) and the certificates that count for its product:
    its own (`certificates`; of a pack size also its product's), and those that only its sizes hold (`of_sizes`)."""

    facts: dict
    certificates: Sequence[Certificate]
    of_sizes: Sequence[Certificate] = ()

    @property
    def packed_on(self) -> date | None:
        """The day the certificate at packing is asked for."""
        return self.facts["packed_on"] or self.facts["produced_on"]

    @cached_property
    def at_packing(self) -> Certificate | None:
        """The certificate that counted on the day of packing, whatever became of it since."""
        own, of_sizes = (
            [held for held in some if self.packed_on and held.counted_on(self.packed_on)]
            for some in (self.certificates, self.of_sizes)
        )
        lowest = min(of_sizes, key=lambda held: held.stars, default=None)
        return max(own, key=lambda held: (held.issued_on, held.pk), default=lowest)

    def certificate(self, day: date) -> Certificate | None:
        """The certificate to speak of on `day`: Product.certificate_in_force, else latest_certificate."""
        held = [held for held in self.certificates if held.is_in_force(day)] or self._lowest_of_sizes(day)
        if held:
            return max(held, key=lambda held: held.stars)
        return max(self.certificates or self.of_sizes, key=lambda held: (held.issued_on, held.pk), default=None)

    def _lowest_of_sizes(self, day: date) -> list[Certificate]:
        """The one in force that carries the lowest star; nothing without any."""
        held = [held for held in self.of_sizes if held.is_in_force(day)]
        return [min(held, key=lambda held: held.stars)] if held else []

    def state(self, day: date) -> State:
        """What the band says on `day`."""
        now, then = self.certificate(day), self.at_packing
        return judge(
            label=self.facts["label_state"],
            lot_recalled=self.facts["lot_state"] == "recalled",
            certificate=now and now.status(day),
            upgraded=bool(then and now and then.state == Certificate.State.SUPERSEDED and now.stars > then.stars),
            flagged=bool(self.facts["flagged_at"]),
        )


def find(code: str, language: str = "vi") -> Look | None:
    """Look up a normalised code or alias; None when nobody ever issued it. As many queries as rows_of."""
    rows = rows_of(code, language)
    return read(rows, language) if rows else None


def rows_of(code: str, language: str = "vi") -> Rows:
    """The unread rows of a normalised code or alias: the same rows always read as the same look.

    One query for a code of ours, none when its check symbol is wrong, one more for an alias and where other
    products' certificates count.
    """
    if codes.has_code_shape(code):
        return _rows_of_label(code, language) if codes.is_code(code) else ()
    if not (code.isprintable() and 0 < len(code) <= LONGEST_ALIAS):  # PostgreSQL takes no NUL, for one
        return ()
    alias = CodeAlias.objects.filter(alias=code).values_list("label__code", flat=True).first()
    return _rows_of_label(alias, language) if alias else ()


def _rows_of_label(code: str, language: str) -> Rows:
    rows = _statement(language, OWN).run(code)
    elsewhere = ELSEWHERE.get(rows[0][STRUCTURE]) if rows else None
    return rows + _statement(language, elsewhere).run(code) if elsewhere else rows


def read(rows: Rows, language: str = "vi") -> Look:
    """Turn what rows_of returned, at least one row, into a look. No query."""
    named = [dict(zip(NAMES, row, strict=True)) for row in _statement(language, OWN).converted(rows)]
    facts = {name: named[0][name] for name in OF_LABEL}
    facts["title"] = named[0]["translated"] or facts["title"]
    held = [_certificate(row) for row in named if row["certificate_pk"]]
    own = [one for one in held if one.product_id == facts["product"]]
    others = [one for one in held if one not in own]
    if facts["structure"] == Product.CHILD:
        return Look(facts, own + inherited(others, own))
    return Look(facts, own, others)


class Statement:
    """A query that Django compiles once (5 ms, thirty times what running it takes); its last parameter is the code."""

    def __init__(self, queryset: QuerySet) -> None:
        self.compiler = queryset.filter(code="?").query.get_compiler(queryset.db)
        self.sql, self.parameters = self.compiler.as_sql()

    def run(self, code: str) -> Rows:
        return tuple(statements.rows_of(self.sql, (*self.parameters[:-1], code)))

    def converted(self, rows: Rows) -> Iterable[Sequence]:
        """The rows with dates and flags as Python has them."""
        return self.compiler.results_iter([rows])


@cache
def _statement(language: str, certificates: str) -> Statement:
    return Statement(_rows(language, certificates))


def _rows(language: str, certificates: str) -> QuerySet:
    """One row per certificate on the way `certificates`, at least one; the title in another language than Vietnamese
    last."""
    labels = Label.objects.order_by()
    if certificates == OF_SIZES:
        labels = labels.filter(sheet__product__children__is_public=True)
    columns = [*OF_LABEL.values(), *(f"{certificates}__{name}" for name in (*OF_CERTIFICATE, *OF_ISSUER.values()))]
    if language == "vi":
        return labels.values_list(*columns, Value(""))
    usable = Q(sheet__product__translations__language=language) & ~Q(sheet__product__translations__status="draft")
    translated = FilteredRelation("sheet__product__translations", condition=usable)
    return labels.annotate(translation=translated).values_list(*columns, "translation__title")


def _certificate(row: dict) -> Certificate:
    facts = {name: row[f"certificate_{name}"] for name in OF_CERTIFICATE}
    return Certificate(**facts, issuer=_issuer(*(row[f"certificate_{name}"] for name in OF_ISSUER)))


def _issuer(name: str | None, abolished_on: date | None, successor: str | None) -> Issuer | None:
    heir = Issuer(name=successor) if successor else None
    return Issuer(name=name, abolished_on=abolished_on, successor=heir) if name else None
