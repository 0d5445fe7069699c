"""What the register says of a certificate, as a document for machines: one verdict, dated to the second.

Languages do not matter here: the texts are those of the register, the words of `status` are English and few.
"""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import override

from catalogue import ocop, wording
from catalogue.models import Certificate, CertificateEvent, Issuer

FORMAT = "cho-ocop/certificate/1"


def certificate_document(certificate: Certificate, at: datetime) -> dict[str, Any]:
    """The facts as printed and what is true at the instant `at`; no query after CertificateQuerySet.with_page()."""
    said, product = localtime(at), certificate.product
    with override(ocop.LANGUAGE):
        return {
            "format": FORMAT,
            "register": settings.SITE_URL,
            "url": settings.SITE_URL + certificate.get_absolute_url(),
            "as_of": said.isoformat(timespec="seconds"),
            **verdict_of(certificate, said.date()),
            "id": certificate.public_id,
            **facts_of(certificate),
            "product": product.title,
            "product_id": product.pk,
            "product_url": settings.SITE_URL + product.get_absolute_url(),
            "producer": product.owner.name if product.owner else "",
            "province": product.province.name if product.province else "",
            "history": [act_of(event) for event in certificate.events.all()],
        }


def verdict_of(certificate: Certificate, day: date) -> dict[str, Any]:
    """What follows from the day."""
    checked = not certificate.product.register_note
    return {
        "status": wording.status_of(certificate, day),
        "in_force": checked and certificate.is_in_force(day),
        "stars": certificate.stars if checked else None,
    }


def facts_of(certificate: Certificate) -> dict[str, Any]:
    """What the decision says, and what acts on it added."""
    follower = certificate.superseded_by
    return {
        "number": certificate.number,
        "product_code": certificate.product_code,
        "decision": certificate.decision_number,
        "decision_date": _day(certificate.decision_date),
        "issued_on": _day(certificate.issued_on),
        "valid_until": _day(certificate.valid_until),
        "extended_until": _day(certificate.extended_until),
        "last_day": _day(certificate.until),
        "dates_are_illustrative": certificate.dates_are_illustrative,
        "rule_version": certificate.rule_version,
        "issuer": certificate.issuer_as_printed,
        "issuer_today": name_of(today_of(certificate.issuer)),
        "product_as_printed": certificate.product_name_as_printed,
        "producer_as_printed": certificate.producer_as_printed,
        "address_as_printed": certificate.address_as_printed,
        "revoked_on": _day(certificate.revoked_on),
        "revocation_ground": certificate.revocation_ground,
        "revocation_decision": certificate.revocation_decision,
        "superseded_by": follower.public_id if follower else None,
        "scan_sha256": certificate.scan_sha256,
        "source": certificate.source_url,
    }


def act_of(event: CertificateEvent) -> dict[str, Any]:
    """One line of the history; who acted is an office, named by its decision, never a person."""
    return {
        "on": _day(event.on),
        "act": event.kind,
        "decision": event.decision_number,
        "ground": event.ground,
        "file_sha256": event.file_sha256,
    }


def today_of(issuer: Issuer | None) -> Issuer | None:
    """Who looks after what `issuer` signed: itself, or where it was abolished its successor."""
    return issuer.successor if issuer and issuer.successor else issuer


def name_of(issuer: Issuer | None) -> str:
    return issuer.name if issuer else ""


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
