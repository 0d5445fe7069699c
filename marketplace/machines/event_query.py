"""What may be asked of /epcis/events: the standard's parameters that our events can answer, as QuerySets.

Source: EPCIS 2.0 section 8.2.7 (SimpleEventQuery) and its REST binding. Each query names the lots, packs or products
that it is about; a parameter we do not know is refused, never passed over.
"""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import reduce
from http import HTTPStatus
from operator import and_, or_

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from marketplace.networks import times
from marketplace.pages.scan import UNKNOWN_ALLOWED, UNKNOWN_SECONDS
from traceability import codes, epc, gtins
from traceability.models import CodeAlias, Label, Lot, Record
from traceability.queries import RecordQuerySet

LOT = re.compile(r"https?://[^/?#]+/epcis/lots/([0-9]{1,9})(#[A-Za-z0-9%._~-]{1,200})?")
LABEL = re.compile(r"https?://[^/?#]+/t/([^/?#]+)/?", re.IGNORECASE)
LOT_BY_GTIN = re.compile(r"https://id\.gs1\.org/01/([0-9]{14})/10/(.+)")
VOCABULARY = re.compile(
    r"(?:https?://(?:ref\.)?gs1\.org/(?:cbv|voc)/(?:BizStep|Disp)-|urn:epcglobal:cbv:(?:bizstep|disp):)"
)
TYPES = ("ObjectEvent", "AggregationEvent", "TransformationEvent", "AssociationEvent", "TransactionEvent")
ACTIONS = ("ADD", "OBSERVE", "DELETE")
MATCHES = ("MATCH_anyEPC", "MATCH_anyEPCClass")
MOST_NAMED, PER_PAGE, MOST_PER_PAGE = 20, 30, 100


class Refused(Exception):
    """The query cannot be answered; `kind` is the standard's exception."""

    def __init__(self, kind: str, status: int, said: str) -> None:
        self.kind, self.status, self.said = kind, status, said
        super().__init__(said)


def bad(said: str) -> Refused:
    return Refused("QueryParameterException", HTTPStatus.BAD_REQUEST, said)


def matching(request: HttpRequest) -> RecordQuerySet:
    """The records that the parameters ask for, the oldest first. Raises Refused."""
    asked = request.GET
    if unknown := set(asked) - {*MATCHES, *FILTERS, "perPage", "nextPageToken"}:
        named = ", ".join(sorted(unknown))[:100]
        raise bad(_("Chưa hỗ trợ tham số này: %(name)s.") % {"name": named})
    named_things = [_listed(asked, name) for name in MATCHES if name in asked]
    if not named_things:
        said = _("Hãy nêu lô hoặc tem cần hỏi bằng MATCH_anyEPC.")
        raise Refused("QueryTooLargeException", HTTPStatus.REQUEST_ENTITY_TOO_LARGE, said)
    found = (reduce(or_, (_of(request, one) for one in identifiers)) for identifiers in named_things)
    records = reduce(and_, found)
    for name in set(asked) & set(FILTERS):
        records = FILTERS[name](records, asked, name)
    return records.order_by("pk")


def page_of(asked: QueryDict) -> tuple[int, int]:
    """How many events a page has, and the record after which this one begins. Raises Refused."""
    per_page, after = asked.get("perPage", f"{PER_PAGE}"), asked.get("nextPageToken", "0")
    if not (re.fullmatch(r"[0-9]{1,4}", per_page) and int(per_page)) or not re.fullmatch(r"[0-9]{1,18}", after):
        raise bad(_("perPage là một số từ 1; nextPageToken lấy từ trang trước."))
    return min(int(per_page), MOST_PER_PAGE), int(after)


def _listed(asked: QueryDict, name: str) -> list[str]:
    found = [one.strip() for value in asked.getlist(name) for one in value.split(",") if one.strip()]
    if not 0 < len(found) <= MOST_NAMED:
        raise bad(_("Mỗi lần hỏi được từ 1 đến %(most)s lô hoặc tem.") % {"most": MOST_NAMED})
    return found


# Things -------------------------------------------------------------------------------------------
def _of(request: HttpRequest, identifier: str) -> RecordQuerySet:
    """The records of one lot, of a part of it, of a label's lot, of a lot by its product's GTIN, or of what another
    system's code leads to; none for an identifier that is not ours."""
    if found := LOT.fullmatch(identifier):
        readable = Record.objects.readable().filter(lot=int(found[1]))
        return readable.naming(identifier) if found[2] else readable
    if found := LABEL.fullmatch(identifier):
        return _of_code(request, found[1])
    if found := LOT_BY_GTIN.fullmatch(epc.canonical(identifier) or ""):
        product = gtins.product_of(found[1])
        return _of_lots(Lot.objects.of(product).filter(number=found[2])) if product else Record.objects.none()
    return _of_code(request, identifier)


def _of_code(request: HttpRequest, text: str) -> RecordQuerySet:
    """Of a label, or of what an old code leads to; whoever tries codes out is slowed down as on the scan page."""
    code = codes.normalise(text)
    if codes.is_code(code):
        lot = Label.objects.filter(code=code).values_list("lot", flat=True).first()
        found = None if lot is None else Record.objects.readable().filter(lot=lot)
    else:
        found = None if codes.has_code_shape(code) else _of_alias(text)
    if found is None and times(request, "unknown-codes", UNKNOWN_SECONDS) > UNKNOWN_ALLOWED:
        raise Refused("SecurityException", HTTPStatus.TOO_MANY_REQUESTS, "")
    return Record.objects.none() if found is None else found


def _of_alias(text: str) -> RecordQuerySet | None:
    """Of the label, lot or product that another system's code leads to; None for a code nobody entered."""
    alias = CodeAlias.objects.read_as(text).select_related("label").first()
    if alias is None:
        return None
    if alias.product_id:
        return _of_lots(Lot.objects.filter(product=alias.product_id))
    return Record.objects.readable().filter(lot=alias.lot_id or (alias.label and alias.label.lot_id))


def _of_lots(lots) -> RecordQuerySet:
    return Record.objects.readable().filter(lot__in=lots)


# Filters: (records, parameters, name of this one) -> fewer records --------------------------------
def _one_of(member: str, known: Iterable[str]) -> Callable[..., RecordQuerySet]:
    """A member that has one of a few values."""

    def narrowed(records: RecordQuerySet, asked: QueryDict, name: str) -> RecordQuerySet:
        values = _listed(asked, name)
        if strange := set(values) - set(known):
            raise bad(_("%(name)s không nhận giá trị “%(value)s”.") % {"name": name, "value": min(strange)[:60]})
        return records.saying(member, values)

    return narrowed


def _word(member: str) -> Callable[..., RecordQuerySet]:
    """A member with a word of the Core Business Vocabulary, asked for bare or as URI; its words are in lower case."""

    def narrowed(records: RecordQuerySet, asked: QueryDict, name: str) -> RecordQuerySet:
        words = (VOCABULARY.sub("", value, count=1) for value in _listed(asked, name))
        return records.saying(member, [word for word in words if word.islower()])

    return narrowed


def _between(word: str) -> Callable[..., RecordQuerySet]:
    """GE_… begins a time, LT_… ends it."""

    def narrowed(records: RecordQuerySet, asked: QueryDict, name: str) -> RecordQuerySet:
        moment = _moment(asked[name], name)
        return getattr(records, word)(**{"since" if name.startswith("GE_") else "before": moment})

    return narrowed


def _moment(text: str, name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip().replace(" ", "+"))  # a plus sent bare arrives as a blank
        if moment.tzinfo:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise bad(_("%(name)s là một thời điểm có múi giờ, ví dụ 2026-11-22T00:00:00Z.") % {"name": name})


def _declared(records: RecordQuerySet, asked: QueryDict, name: str) -> RecordQuerySet:
    if asked[name] not in ("true", "false"):
        raise bad(_("%(name)s là true hoặc false.") % {"name": name})
    return records.declarations() if asked[name] == "true" else records


FILTERS: dict[str, Callable[[RecordQuerySet, QueryDict, str], RecordQuerySet]] = {
    "eventType": _one_of("type", TYPES),
    "EQ_action": _one_of("action", ACTIONS),
    "EQ_bizStep": _word("bizStep"),
    "EQ_disposition": _word("disposition"),
    "EQ_readPoint": lambda records, asked, name: records.at_read_points(_listed(asked, name)),
    "EQ_eventID": lambda records, asked, name: records.called(_listed(asked, name)),
    "EXISTS_errorDeclaration": _declared,
    "GE_eventTime": _between("happened"),
    "LT_eventTime": _between("happened"),
    "GE_recordTime": _between("written"),
    "LT_recordTime": _between("written"),
}
