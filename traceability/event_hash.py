"""The CBV 2.0 hash of an EPCIS event: the same for everybody who holds the same facts, whatever their JSON looks like.

Source: CBV 2.0 section 8.9. `recordTime`, `eventID`, `errorDeclaration` and comments do not count, so that an event
and the declaration of its error share one id. The order of members follows the standard's fixtures, which put the
lists of transactions, sources and destinations among the extensions.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from traceability import epc

CBV, VOCABULARY = "https://ref.gs1.org/cbv/", "https://gs1.org/voc/"
NOT_HASHED = {"type", "recordTime", "eventID", "errorDeclaration", "rdfs:comment", "comment", "@context"}
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
BARE = re.compile(r"[A-Za-z][A-Za-z0-9_\-]*")
URN_VOCABULARY = re.compile(r"urn:epcglobal:cbv:(bizstep|disp|btt|sdt|er):(.+)")
URN_STEMS = {"bizstep": "BizStep-", "disp": "Disp-", "btt": "BTT-", "sdt": "SDT-", "er": "ER-"}
NAMESPACES = {"cbvmda": "urn:epcglobal:cbv:mda:", "cbv": CBV, "gs1": VOCABULARY}

Order = Mapping[str, Any]  # member -> order inside it; None: a plain value


def plain(names: str) -> Order:
    """Members with a value each, in this order."""
    return dict.fromkeys(names.split())


QUANTITY = plain("epcClass quantity uom")
METADATA = plain("time startTime endTime deviceID deviceMetadata rawData dataProcessingMethod bizRules")
REPORT = plain(
    "type exception deviceID deviceMetadata rawData dataProcessingMethod time microorganism chemicalSubstance value "
    "component stringValue booleanValue hexBinaryValue uriValue minValue maxValue meanValue sDev percRank percValue "
    "uom coordinateReferenceSystem"
)
EVENT: Order = {
    "eventTime": None,
    "eventTimeZoneOffset": None,
    "certificationInfo": None,
    "epcList": None,
    "parentID": None,
    "inputEPCList": None,
    "childEPCs": None,
    "quantityList": QUANTITY,
    "childQuantityList": QUANTITY,
    "inputQuantityList": QUANTITY,
    "outputEPCList": None,
    "outputQuantityList": QUANTITY,
    "action": None,
    "transformationID": None,
    "bizStep": None,
    "disposition": None,
    "persistentDisposition": plain("set unset"),
    "readPoint": {"id": None},
    "bizLocation": {"id": None},
    "sensorElementList": {"sensorMetadata": METADATA, "sensorReport": REPORT},
}
INSIDE: Order = {  # lists that stand among the extensions
    "bizTransactionList": plain("type bizTransaction"),
    "sourceList": plain("type source"),
    "destinationList": plain("type destination"),
}
ITEMS = {  # lists whose items have a name of their own; "": they have none
    "epcList": "epc",
    "inputEPCList": "epc",
    "outputEPCList": "epc",
    "childEPCs": "epc",
    "quantityList": "quantityElement",
    "childQuantityList": "quantityElement",
    "inputQuantityList": "quantityElement",
    "outputQuantityList": "quantityElement",
    "sensorElementList": "sensorElement",
    **dict.fromkeys(INSIDE, ""),
}
WORDS = {  # (list or object, member) -> what its bare words are short for
    ("", "bizStep"): CBV + "BizStep-",
    ("", "disposition"): CBV + "Disp-",
    ("persistentDisposition", "set"): CBV + "Disp-",
    ("persistentDisposition", "unset"): CBV + "Disp-",
    ("bizTransactionList", "type"): CBV + "BTT-",
    ("sourceList", "type"): CBV + "SDT-",
    ("destinationList", "type"): CBV + "SDT-",
    ("sensorReport", "type"): VOCABULARY,
    ("sensorReport", "exception"): VOCABULARY,
    ("sensorReport", "component"): CBV + "Comp-",
}
HALF_MILLISECOND = timedelta(microseconds=500)
TIMES = {"eventTime", "time", "startTime", "endTime"}


def event_hash(event: Mapping[str, Any], context: Any = ()) -> str:
    """The event's id: "ni:///sha-256;<hex>?ver=CBV2.0". `context`: the document's @context, for its prefixes; the
    event's own goes before it.

    Raises ValueError for a time that is none.
    """
    return f"ni:///sha-256;{sha256(prehash(event, context).encode()).hexdigest()}?ver=CBV2.0"


def prehash(event: Mapping[str, Any], context: Any = ()) -> str:
    """What is hashed: names and values in the standard's order, joined without anything between."""
    spaces = namespaces_of(context) | namespaces_of(event.get("@context", ()))
    return f"eventType={event['type']}" + _members(event, EVENT, "", spaces, NOT_HASHED)


def namespaces_of(context: Any) -> dict[str, str]:
    """Prefix -> namespace of a JSON-LD @context; addresses of contexts kept elsewhere say nothing here."""
    parts = context if isinstance(context, list | tuple) else [context]
    own = {name: uri for part in parts if isinstance(part, dict) for name, uri in part.items() if isinstance(uri, str)}
    return NAMESPACES | own


def _members(value: Mapping, order: Order, parent: str, spaces: Mapping[str, str], skip: set[str] = frozenset()) -> str:
    known = [_piece(name, value[name], order[name], parent, spaces) for name in order if name in value]
    others = [name for name in value if name not in order and name not in skip and not name.endswith(":comment")]
    more = [_piece(_expanded(name, spaces), value[name], INSIDE.get(name), parent, spaces) for name in others]
    return "".join(known + sorted(more))


def _piece(name: str, value: Any, order: Order | None, parent: str, spaces: Mapping[str, str]) -> str:
    """One member with its name; nothing for what is empty."""
    if isinstance(value, list):
        item = ITEMS.get(name, name)
        whose = name if name in ITEMS else parent
        inside = "".join(sorted(_piece(item, one, order, whose, spaces) for one in value))
        return name + inside if name in ITEMS and inside else inside
    if isinstance(value, dict):
        inside = _members(value, order or {}, name or parent, spaces)
        return name + inside if inside else ""
    text = _text(name, value, parent, spaces)
    return f"{name}={text}" if text else ""


def _text(name: str, value: Any, parent: str, spaces: Mapping[str, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value).strip()
    if name in TIMES:
        return _instant(text)
    if (stem := WORDS.get((parent, name))) and BARE.fullmatch(text):
        return stem + text
    if NUMBER.fullmatch(text):
        return _number(text)
    if urn := URN_VOCABULARY.fullmatch(text):
        return CBV + URN_STEMS[urn[1]] + urn[2]
    return epc.canonical(text) or _expanded_value(text, spaces)


def _expanded(name: str, spaces: Mapping[str, str]) -> str:
    prefix, colon, local = name.partition(":")
    return f"{{{spaces[prefix]}}}{local}" if colon and prefix in spaces else name


def _expanded_value(text: str, spaces: Mapping[str, str]) -> str:
    """Short forms of the standard's own words; of others they stay, as in XML."""
    prefix, colon, local = text.partition(":")
    return spaces[prefix] + local if colon and prefix in ("cbv", "gs1") else text


def _instant(text: str) -> str:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"a time names its zone: {text!r}")
    rounded = moment.astimezone(UTC) + HALF_MILLISECOND
    return rounded.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _number(text: str) -> str:
    """Without leading or trailing zeros, a plus sign or an idle point."""
    plain = f"{Decimal(text):f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
