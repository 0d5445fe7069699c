"""What the register holds, as an import compares it with a list: by product, producer and decision, never by name alone."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from catalogue import ocop
from catalogue.imports.places import Found, Places
from catalogue.imports.reading import Facts, Problem, RowRefused
from catalogue.models import Certificate, Producer, Product
from catalogue.queries import STATES_IN_FORCE
from catalogue.vietnamese import spelling_key

SHORT_FORMS = {
    "htx": "hợp tác xã", "tht": "tổ hợp tác", "cty": "công ty", "tnhh": "trách nhiệm hữu hạn", "cp": "cổ phần",
    "mtv": "một thành viên", "dntn": "doanh nghiệp tư nhân", "hkd": "hộ kinh doanh", "csxk": "cơ sở sản xuất kinh doanh",
    "cssx": "cơ sở sản xuất", "sx": "sản xuất", "tm": "thương mại", "dv": "dịch vụ", "xnk": "xuất nhập khẩu",
}  # fmt: skip

WRITTEN_OUT = {short: spelling_key(full) for short, full in SHORT_FORMS.items()}

MakerKey = tuple[int, str]  # province, name as compared; "" for no producer
ProductKey = tuple[MakerKey, str]


@dataclass(frozen=True)
class Reach:
    """Whose rows an office may bring in: provinces of today by primary key (None: all), and stars."""

    provinces: frozenset[int] | None = None
    stars: tuple[int, ...] = ocop.CERTIFIED_STARS


@dataclass(slots=True)
class Held:
    """A certificate that a product has, or is about to get."""

    decision: str
    issued_on: date
    last_day: date
    stars: int
    counts: bool  # its state lets it be in force
    illustrative: bool = False  # its dates are not those of the source
    pk: int | None = None
    said_by: Facts | None = None  # the row of the file that tells it


@dataclass(slots=True)
class Kept:
    """A product of the register; `pk` is None while it is only planned."""

    pk: int | None
    certificates: list[Held] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """What to do with one row. `replaces`: primary key of the certificate that it supersedes."""

    facts: Facts
    found: Found
    maker: MakerKey
    product: Kept
    replaces: int | None = None


def maker_key(province: int, name: str) -> MakerKey:
    """Identity of a producer: province and name, short forms of its kind written out."""
    words = spelling_key(name).split()
    return province, " ".join(WRITTEN_OUT.get(word, word) for word in words)


def decision_key(number: str) -> str:
    """A decision's number without the differences of typing: "1234 / qđ-ubnd" is "1234/QĐ-UBND"."""
    return re.sub(r"\s+", "", number).casefold()


class Register:
    """The products of some provinces with their makers and certificates, in memory. Three queries."""

    def __init__(self, provinces: Iterable[int]):
        provinces = set(provinces)
        self.makers: dict[MakerKey, int | None] = {}
        self.products: dict[ProductKey, Kept] = {}
        makers: dict[int, MakerKey] = {}
        named = Producer.objects.filter(province__in=provinces).order_by("-pk").values_list("pk", "province", "name")
        for pk, province, name in named:
            makers[pk] = key = maker_key(province, name)
            self.makers[key] = pk
        self._load(provinces, makers)

    def _load(self, provinces: set[int], makers: dict[int, MakerKey]) -> None:
        by_pk: dict[int, Kept] = {}
        rows = Product.objects.filter(province__in=provinces, parent=None).order_by("-pk")
        for pk, province, owner, title in rows.values_list("pk", "province", "owner", "title"):
            maker = makers.get(owner) if owner else (province, "")
            if maker:
                by_pk[pk] = self.products[maker, spelling_key(title)] = Kept(pk)
        columns = (
            "product",
            "pk",
            "decision_number",
            "issued_on",
            "last_day",
            "stars",
            "state",
            "dates_are_illustrative",
        )
        held = Certificate.objects.filter(product__province__in=provinces).values_list(*columns)
        for product, pk, decision, issued_on, last_day, stars, state, illustrative in held:
            if kept := by_pk.get(product):
                counts = state in STATES_IN_FORCE
                kept.certificates.append(
                    Held(decision_key(decision), issued_on, last_day, stars, counts, illustrative, pk)
                )

    def product(self, maker: MakerKey, title: str) -> Kept:
        """The product of that title of that maker; a planned one when there is none."""
        self.makers.setdefault(maker, None)
        return self.products.setdefault((maker, spelling_key(title)), Kept(None))

    def still_true_of(self, products: set[int]) -> bool:
        """Whether these products have got no certificate since it was read. One query."""
        known = sum(held.pk is not None for kept in self.products.values() if kept.pk in products
                    for held in kept.certificates)  # fmt: skip
        return Certificate.objects.filter(product__in=products).count() == known


def plan(rows: Iterable[Facts], places: Places, register: Register, reach: Reach) -> Iterator[Plan | Problem | None]:
    """For each row: what to do, what is wrong, or None when the register holds it already. No query."""
    for facts in rows:
        try:
            yield _plan(facts, places, register, reach)
        except RowRefused as refused:
            yield Problem(facts.row, refused.column, refused.reason, facts.sheet)


def _plan(facts: Facts, places: Places, register: Register, reach: Reach) -> Plan | None:
    found = places.find(facts)
    _refuse_foreign(facts, found, reach)
    maker = maker_key(found.province, facts.producer) if facts.producer else (found.province, "")
    product = register.product(maker, facts.product)
    if _is_known(facts, product):
        return None
    replaced = _overlapping(facts, product, reach)
    last_day = ocop.valid_until(facts.issued_on)
    product.certificates.append(
        Held(decision_key(facts.decision), facts.issued_on, last_day, facts.stars, counts=True, said_by=facts)
    )
    return Plan(facts, places.with_units(facts, found), maker, product, replaced and replaced.pk)


def _refuse_foreign(facts: Facts, found: Found, reach: Reach) -> None:
    if reach.provinces is not None and found.province not in reach.provinces:
        raise RowRefused(found.column, f"{found.name} ngoài địa bàn của bạn")
    if facts.stars not in reach.stars:
        whose = "Bộ" if ocop.authority_for(facts.stars) == "ministry" else "tỉnh"
        raise RowRefused("star", f"{facts.stars} sao do {whose} công nhận, cấp của bạn không nhập được")


def _is_known(facts: Facts, product: Kept) -> bool:
    """Whether the register holds this very certificate. Raises RowRefused when it says something else of it."""
    decision = decision_key(facts.decision)
    same = [
        held
        for held in product.certificates
        if (held.decision == decision if decision else held.issued_on == facts.issued_on)
    ]
    for held in same[:1]:
        _refuse_another_telling(facts, held)
        held.said_by = facts
    return bool(same)


def _refuse_another_telling(facts: Facts, held: Held) -> None:
    if held.stars != facts.stars:
        raise RowRefused("star", f"quyết định này đã ghi {held.stars} sao cho sản phẩm")
    if held.issued_on != facts.issued_on and not held.illustrative:
        raise RowRefused("decision_date", f"quyết định này đã ghi ngày {held.issued_on:%d/%m/%Y} cho sản phẩm")
    if first := held.said_by:
        where = f" trang “{first.sheet}”" if first.sheet != facts.sheet else ""
        raise RowRefused("product", f"trùng với dòng {first.row}{where}: cùng sản phẩm, chủ thể và quyết định")


def _overlapping(facts: Facts, product: Kept, reach: Reach) -> Held | None:
    """The one certificate that this row replaces. Raises RowRefused where it may not."""
    last_day = ocop.valid_until(facts.issued_on)
    clashes = [
        held
        for held in product.certificates
        if held.counts and held.issued_on <= last_day and held.last_day >= facts.issued_on
    ]
    if not clashes:
        return None
    held = clashes[0]
    if not facts.replaces:
        raise RowRefused(
            "decision_date",
            f"sản phẩm đã có chứng nhận trong thời gian này (đến {held.last_day:%d/%m/%Y}); nếu quyết định này thay giấy"
            " đó, ghi “nâng hạng” hoặc “đánh giá lại” ở cột hình thức",
        )
    own = held.stars in reach.stars or facts.stars > held.stars
    if len(clashes) > 1 or held.pk is None or held.issued_on >= facts.issued_on or not own:
        raise RowRefused("kind", f"không thay được chứng nhận {held.stars} sao cấp ngày {held.issued_on:%d/%m/%Y}")
    held.counts = False
    return held
