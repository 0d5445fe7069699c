"""What "ocop:" stands for in the events of lots: our own words, for whoever follows their namespace."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

TERMS = {
    "stage": "What happened, in our own word: harvest, process, lab, pack, store, ship, receive, sell, activate, recall, lift",
    "lot": "The lot's number, as its producer writes it",
    "product": "The product's name, or the material's, as of the day of recording",
    "place": "Where it happened, in words",
    "note": "What its author adds",
    "authorClass": "On whose word it stands: producer, lab, authority or platform",
    "author": "The organisation that says so",
    "party": "From whom it came, or to whom it went",
    "report": "Number of a laboratory's report",
    "evidence": "SHA-256 of photographs and reports that go with the event, in hexadecimal",
    "growingArea": "Codes of growing areas, on the word of the event's author",
    "supply": "Goods of suppliers that went in",
    "commitment": "Merkle root (RFC 6962) over HMAC-SHA256(salt, code) of the single packs put into use",
    "entry": "Tells apart two old entries that say the same",
    "record": "The register's signed word on a lot (cho-ocop/lot-record/1)",
}


@require_safe
def vocabulary(request: HttpRequest) -> JsonResponse:
    """The terms as JSON-LD."""
    words = [{"@id": f"ocop:{name}", "rdfs:comment": comment} for name, comment in TERMS.items()]
    spaces = {"ocop": settings.TRACE_NAMESPACE, "rdfs": "http://www.w3.org/2000/01/rdf-schema#"}
    return JsonResponse({"@context": spaces, "@graph": words}, content_type="application/ld+json")
