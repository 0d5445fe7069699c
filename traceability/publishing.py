"""What the log shows the world: the tree over all links, its root signed once a day, and a lot with its proofs."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from catalogue import documents, signing
from catalogue.canonical import canonical
from catalogue.models import Certificate, Product
from traceability import epcis, log, lot_record
from traceability.models import Lot, Record, SignedRoot, TreeNode
from traceability.recording import lot_address

LARGEST_BATCH = 50_000  # links that one day's run adds; the rest follow the day after


@transaction.atomic
def publish_root(at: datetime) -> SignedRoot | None:
    """Add all links to the tree and sign its root, once a day; None when today's is signed, there is nothing to sign
    or nothing to sign with. One caller at a time (the clockwork's lease)."""
    day = localdate(at)
    if signing.ring() is None or SignedRoot.objects.filter(day__gte=day).exists():
        return None
    size = _grow()
    if not size:
        return None
    last = SignedRoot.objects.last()
    before = {"day": f"{last.day}", "size": last.size, "root": last.root} if last else {}
    whole, proof = _roots([(0, size), *(log.consistency(last.size, size) if last else [])])
    said = lot_record.day_root(settings.SITE_URL, f"{day}", epcis.instant(at), size, whole, before=before, proof=proof)
    signed = canonical(signing.sealed(said)).decode()
    return SignedRoot.objects.create(day=day, size=size, root=whole.hex(), document=signed)


def lot_document(lot: Lot, at: datetime) -> dict[str, Any]:
    """All records of a lot as one EPCIS document that can be checked offline. The certificate's verdict is that of
    the instant `at`. At most 7 queries."""
    records = list(lot.records.order_by("position").select_related("leaf"))
    root = SignedRoot.objects.last()
    said = lot_record.statement(
        settings.SITE_URL,
        lot_address(lot.pk),
        epcis.instant(at),
        [bytes.fromhex(record.link) for record in records],
        proofs=_proofs(records, root.size if root else 0),
        root=json.loads(root.document) if root else None,
        recalled=lot.is_recalled,
        certificate=_verdict(lot.product, localdate(at)),
    )
    return epcis.document(bodies(records), at, namespace=settings.TRACE_NAMESPACE, record=signing.sealed(said))


def bodies(records: Iterable[Record]) -> list[dict[str, Any]]:
    """The events as they were recorded."""
    return [json.loads(record.body) for record in records]


def _grow() -> int:
    """Add the newest links to the tree; returns its size."""
    size = TreeNode.objects.size()
    records = list(Record.objects.outside_the_tree()[:LARGEST_BATCH])
    links = [bytes.fromhex(record.link) for record in records]
    made = log.grown(size, links, TreeNode.objects.among(log.edge(size)))
    rows = [
        TreeNode(level=level, number=number, hash=hashed.hex(), record=None if level else records[number - size])
        for (level, number), hashed in made.items()
    ]
    TreeNode.objects.bulk_create(rows, batch_size=500)
    return size + len(records)


def _roots(ranges: Sequence[log.Range]) -> tuple[bytes, list[bytes]]:
    """The roots of these ranges of leaves, the first apart. One query."""
    nodes = TreeNode.objects.among(log.needed(ranges))
    first, *rest = [log.root(leaves, nodes) for leaves in ranges]
    return first, rest


def _proofs(records: Sequence[Record], size: int) -> list[dict[str, Any] | None]:
    """For each record its place in the tree of `size` and the proof of it; None for one that is newer. One query."""
    places = [
        record.leaf.number if hasattr(record, "leaf") and record.leaf.number < size else None for record in records
    ]
    ways = [None if place is None else log.inclusion(place, size) for place in places]
    nodes = TreeNode.objects.among(log.needed(leaves for way in ways if way for leaves in way))
    return [
        None if way is None else {"index": place, "path": [log.root(leaves, nodes).hex() for leaves in way]}
        for place, way in zip(places, ways, strict=True)
    ]


def _verdict(product: Product, day: date) -> dict[str, Any] | None:
    """What is true of the product's certificate on `day`."""
    certificate: Certificate | None = product.certificate_told(day)
    if certificate is None:
        return None
    certificate.product = product
    return {
        "id": certificate.public_id,
        "url": settings.SITE_URL + certificate.get_absolute_url(),
        **documents.verdict_of(certificate, day),
        "last_day": f"{certificate.until}" if certificate.until else None,
    }
