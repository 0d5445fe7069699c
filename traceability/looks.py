"""What one look at a code finds, in one query: the label, its lot, product and maker, and all certificates.

A code of another system may lead to a lot or a product only; then what a label or a lot would say is None. A pack
size also counts its product's certificates, a product in sizes its sizes': there it takes two queries.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import NamedTuple

from django.db.models import CharField, FilteredRelation, Model, OuterRef, Q, QuerySet, Subquery, Value

from catalogue.company import inherited
from catalogue.models import Certificate, IpAsset, Issuer, Product
from catalogue.statements import ASKED, ASKED_KEY, Rows, Statement
from catalogue.told import last_begun
from traceability import codes
from traceability.models import CodeAlias, Label, Lot
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
    "pins_printed_at": "sheet__pins_printed_at",
    "lot": "lot_id",
    "lot_number": "lot__number",
    "lot_state": "lot__state",
    "lot_quantity": "lot__quantity",
    "lot_unit": "lot__unit",
    "lot_updated_at": "lot__updated_at",
    "recalled_at": "lot__recalled_at",
    "recall_reason": "lot__recall_reason",
    "recall_advice": "lot__recall_advice",
    "harvested_on": "lot__harvested_on",
    "produced_on": "lot__produced_on",
    "packed_on": "lot__packed_on",
    "expires_on": "lot__expires_on",
    "product": "sheet__product_id",
    "structure": "sheet__product__structure",
    "title": "sheet__product__title",
    "slug": "sheet__product__slug",
    "description": "sheet__product__description",
    "net_weight_g": "sheet__product__net_weight_g",
    "shelf_life_days": "sheet__product__shelf_life_days",
    "storage": "sheet__product__storage",
    "is_public": "sheet__product__is_public",
    "picture": "sheet__product__picture",
    "is_illustrated": "sheet__product__is_illustrated",
    "register_note": "sheet__product__register_note",
    "origin_as_printed": "sheet__product__origin_as_printed",
    "origin_then": "sheet__product__origin_then__name",
    "origin_now": "sheet__product__origin_now__name",
    "province": "sheet__product__province__name",
    "province_id": "sheet__product__province_id",
    "province_slug": "sheet__product__province__slug",
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
OF_ALIAS = {"alias": "printed", "alias_kind": "kind", "alias_source": "source"}
LONGEST_ALIAS = CodeAlias._meta.get_field("alias").max_length
OWN, OF_PRODUCT, OF_SIZES = (f"{whose}certificates" for whose in ("", "parent__", "children__"))
ELSEWHERE = {Product.CHILD: OF_PRODUCT, Product.PARENT: OF_SIZES}  # where a product's certificates stand besides
NAMES = (
    *OF_LABEL,
    *(f"certificate_{name}" for name in (*OF_CERTIFICATE, *OF_ISSUER)),
    "brand",
    "translated",
    "translated_description",
)
NAMES_OF_ALIAS = (*NAMES, *OF_ALIAS)
STRUCTURE = NAMES.index("structure")


class Root(NamedTuple):
    """What a code leads to: its model, the ways to its product and its lot (None: it has none), and from an alias."""

    model: type[Model]
    product: str
    lot: str | None
    aliases: str = "aliases"


LABEL, LOT = Root(Label, "sheet__product__", "lot__"), Root(Lot, "product__", "")
BY_CODE, BY_ALIAS, BY_LOT = "code", "alias", "lot"  # what is asked for: our code, another's, a lot's primary key
ROOTS = {BY_CODE: (LABEL,), BY_ALIAS: (LABEL, LOT, Root(Product, "", None, "code_aliases")), BY_LOT: (LOT,)}


@dataclass(frozen=True)
class Look:
    """The facts of one label as columns (`facts`, keys of OF_LABEL) and the certificates that count for its product:
    its own (`certificates`; of a pack size also its product's), and those that only its sizes hold (`of_sizes`)."""

    facts: dict
    certificates: Sequence[Certificate]
    of_sizes: Sequence[Certificate] = ()

    @property
    def is_of_label(self) -> bool:
        """Whether a code of ours led here; else another's code, or the lot itself."""
        return self.facts["code"] is not None

    @property
    def may_read_lot(self) -> bool:
        """Whether anyone may read the lot: as LotQuerySet.public, as far as this one code tells."""
        facts = self.facts
        left_the_printer = not self.is_of_label or facts["label_state"] != Label.State.GENERATED
        return bool(facts["lot"]) and bool(facts["is_public"] or left_the_printer)

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

    @cached_property
    def standing_at_packing(self) -> tuple[str, Certificate | None]:
        """What the register knows now of the day of packing: in_force, extended, expired, revoked, withdrawn, not_yet,
        unverified or none (also without a day), and the certificate of which that is true."""
        day, held = self.packed_on, self.certificates or self.of_sizes
        if day is None or not held:
            return "none", None
        if self.facts["register_note"]:
            return "unverified", None
        if counted := self.at_packing:
            return ("extended" if day > counted.valid_until else "in_force"), counted
        issued = [one for one in held if one.issued_on <= day]
        if not issued:
            return "not_yet", min(held, key=lambda one: (one.issued_on, one.pk))
        last = max(issued, key=lambda one: (one.issued_on, one.pk))
        ended = last.ended_on and last.ended_on <= day
        return ("withdrawn" if last.withdrawn_on else "revoked") if ended else "expired", last

    def certificate(self, day: date) -> Certificate | None:
        """The certificate to speak of on `day`: as Product.certificate_told."""
        held = [held for held in self.certificates if held.is_in_force(day)] or self._lowest_of_sizes(day)
        if held:
            return max(held, key=lambda held: held.stars)
        return last_begun(self.certificates or self.of_sizes, day)

    def _lowest_of_sizes(self, day: date) -> list[Certificate]:
        """The one in force that carries the lowest star; nothing without any."""
        held = [held for held in self.of_sizes if held.is_in_force(day)]
        return [min(held, key=lambda held: held.stars)] if held else []

    def status(self, day: date) -> str | None:
        """As wording.register_status: the register's note, which outweighs any certificate, else the certificate's
        status; None without one."""
        now = self.certificate(day)
        return self.facts["register_note"] or (now and now.status(day))

    def state(self, day: date) -> State:
        """What the band says on `day`."""
        now, then = self.certificate(day), self.at_packing
        return judge(
            label=self.facts["label_state"],
            lot_recalled=self.facts["lot_state"] == "recalled",
            certificate=self.status(day),
            upgraded=bool(then and now and then.state == Certificate.State.SUPERSEDED and now.stars > then.stars),
            flagged=bool(self.facts["flagged_at"]),
        )


def find(code: str, language: str = "vi") -> Look | None:
    """Look up a normalised code or alias; None when nobody ever issued it. As many queries as rows_of."""
    rows = rows_of(code, language)
    return read(rows, language) if rows else None


def of_lot(lot: Lot, language: str = "vi") -> Look:
    """Look at a lot itself, without any label. As many queries as rows_of."""
    return read(_rows(lot.pk, language, BY_LOT), language)


def rows_of(code: str, language: str = "vi") -> Rows:
    """The unread rows of a normalised code or alias: the same rows always read as the same look.

    One query, none for a code of ours whose check symbol is wrong, one more where other products' certificates count.
    """
    if codes.has_code_shape(code):
        return _rows(code, language, BY_CODE) if codes.is_code(code) else ()
    return _rows(code, language, BY_ALIAS) if _may_be_alias(code) else ()


def kept_as(readings: Iterable[str]) -> str:
    """The first of these that leads somewhere as another system's code; "" for none. At most one query."""
    possible = list(filter(_may_be_alias, readings))
    found = set(CodeAlias.objects.filter(alias__in=possible, withdrawn_at=None).values_list("alias", flat=True))
    return next((one for one in possible if one in found), "")


def withdrawn(readings: Iterable[str]) -> CodeAlias | None:
    """Another system's code that led somewhere once and leads nowhere now. At most one query."""
    return CodeAlias.objects.withdrawn().filter(alias__in=list(filter(_may_be_alias, readings))).first()


def _may_be_alias(code: str) -> bool:
    if codes.has_code_shape(code):
        return False
    return code.isprintable() and 0 < len(code) <= LONGEST_ALIAS  # PostgreSQL takes no NUL, for one


def _rows(asked: str | int, language: str, by: str) -> Rows:
    rows = _statement(language, OWN, by).run(asked)
    elsewhere = ELSEWHERE.get(rows[0][STRUCTURE]) if rows else None
    return rows + _statement(language, elsewhere, by).run(asked) if elsewhere else rows


def read(rows: Rows, language: str = "vi") -> Look:
    """Turn what rows_of returned, at least one row, into a look. No query."""
    by, names = (BY_ALIAS, NAMES_OF_ALIAS) if len(rows[0]) == len(NAMES_OF_ALIAS) else (BY_CODE, NAMES)
    named = [dict(zip(names, row, strict=True)) for row in _statement(language, OWN, by).converted(rows)]
    facts = {name: named[0].get(name, "") for name in (*OF_LABEL, "brand", *OF_ALIAS)}
    facts |= {"is_translated": bool(named[0]["translated"]), "title": named[0]["translated"] or facts["title"]}
    facts["description"] = named[0]["translated_description"] or facts["description"]
    held = [_certificate(row) for row in named if row["certificate_pk"]]
    own = [one for one in held if one.product_id == facts["product"]]
    others = [one for one in held if one not in own]
    if facts["structure"] == Product.CHILD:
        return Look(facts, own + inherited(others, own))
    return Look(facts, own, others)


@cache
def _statement(language: str, certificates: str, by: str) -> Statement:
    return Statement(*(_from(root, language, certificates, by) for root in ROOTS[by]))


def _from(root: Root, language: str, certificates: str, by: str) -> QuerySet:
    """One row per certificate on the way `certificates` from the product, at least one.

    Filters come before columns: a column of a many-valued relation follows the filter on it.
    """
    asked = {BY_CODE: {"code": ASKED}, BY_ALIAS: {f"{root.aliases}__alias": ASKED}, BY_LOT: {"pk": ASKED_KEY}}
    found = root.model._default_manager.order_by().filter(**asked[by])
    if certificates == OF_SIZES:
        found = found.filter(**{f"{root.product}children__is_public": True})
    if language != "vi":
        way = f"{root.product}translations"
        usable = Q(**{f"{way}__language": language}) & ~Q(**{f"{way}__status": "draft"})
        found = found.annotate(translation=FilteredRelation(way, condition=usable))
    told = [f"{root.aliases}__{name}" for name in OF_ALIAS.values()] if by == BY_ALIAS else []
    return found.values_list(*_columns(root, language, certificates), *told)


def _columns(root: Root, language: str, certificates: str) -> list:
    """In the order of NAMES."""
    of_root = [_way(root, path) or Value(None, CharField()) for path in OF_LABEL.values()]
    of_certificate = [f"{root.product}{certificates}__{name}" for name in (*OF_CERTIFICATE, *OF_ISSUER.values())]
    translated = ["translation__title", "translation__description"] if language != "vi" else [Value(""), Value("")]
    return [*of_root, *of_certificate, _brand(root), *translated]


def _way(root: Root, path: str) -> str | None:
    """From this root what `path` is from a label; None for what only a label has, or only a lot."""
    if path == "sheet__product_id":
        return f"{root.product}pk"
    if path == "lot_id":
        return None if root.lot is None else f"{root.lot}pk"
    if path.startswith("sheet__product__"):
        return root.product + path.removeprefix("sheet__product__")
    if path.startswith("lot__"):
        return None if root.lot is None else root.lot + path.removeprefix("lot__")
    return path if root is LABEL else None


def _brand(root: Root) -> Subquery:
    """The protected name that the product goes by (nhãn hiệu), if there is one."""
    assets = IpAsset.objects.filter(products=OuterRef(f"{root.product}pk")).order_by("pk")
    return Subquery(assets.values("name")[:1])


def _certificate(row: dict) -> Certificate:
    facts = {name: row[f"certificate_{name}"] for name in OF_CERTIFICATE}
    return Certificate(**facts, issuer=_issuer(*(row[f"certificate_{name}"] for name in OF_ISSUER)))


def _issuer(name: str | None, abolished_on: date | None, successor: str | None) -> Issuer | None:
    heir = Issuer(name=successor) if successor else None
    return Issuer(name=name, abolished_on=abolished_on, successor=heir) if name else None
