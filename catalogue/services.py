"""Verbs of the register. Each leaves a line in the certificate's history."""

from datetime import date, datetime, timedelta
from functools import partial

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.timezone import now

from catalogue import ocop
from catalogue.models import Certificate, CertificateEvent, Producer, Product
from catalogue.queries import STATES_IN_FORCE
from catalogue.signals import certificate_changed

Actor = AbstractBaseUser | None  # who acted; None: an import, or the system


class NotInForce(Exception):
    """The certificate is not in a state from which this act is possible."""


class Overlapping(Exception):
    """The product already holds a certificate for (part of) that time."""


@transaction.atomic
def issue_certificate(
    product: Product, *, stars: int, issued_on: date, decision_number: str = "", actor: Actor = None, **facts
) -> Certificate:
    """Record the certificate a council's decision gave the product, for 36 months.

    `facts` are further columns as printed. Raises ValidationError for facts that cannot be, Overlapping
    when another certificate of the product is in force at the time.
    """
    certificate = Certificate(
        product=product,
        stars=stars,
        issued_on=issued_on,
        decision_number=decision_number,
        valid_until=facts.pop("valid_until", None) or ocop.valid_until(issued_on),
        **facts,
    )
    certificate.full_clean(exclude=["last_day"])
    _refuse_overlap(certificate)
    certificate.save()
    _forget_note(product)
    _record(certificate, "issued", on=issued_on, decision_number=decision_number, actor=actor)
    return certificate


@transaction.atomic
def revoke_certificate(
    certificate: Certificate, *, ground: str, decision_number: str, on: date, actor: Actor = None, note: str = ""
) -> Certificate:
    """End a certificate by the authority's decision (grounds a-đ: Decision 26/2026, Art. 8.1).

    Raises NotInForce for one already ended by an act, ValueError for an unknown ground.
    """
    if ground not in ocop.REVOCATION_GROUNDS:
        raise ValueError(f"no such ground: {ground}")
    certificate = _lock_in_force(certificate)
    certificate.state = Certificate.State.REVOKED
    certificate.revoked_on = on
    certificate.revocation_ground = ground
    certificate.revocation_decision = decision_number
    certificate.save()
    _record(certificate, "revoked", on=on, decision_number=decision_number, ground=ground, actor=actor, note=note)
    return certificate


@transaction.atomic
def extend_certificate(
    certificate: Certificate, *, until: date, legal_basis: str, on: date, actor: Actor = None
) -> Certificate:
    """Keep a certificate alive past its end, at most 180 days (Decision 26/2026, Art. 12.3).

    Raises NotInForce after revocation, ValueError past 180 days or without a legal basis, Overlapping when the
    product already holds the certificate that follows.
    """
    certificate = _lock_in_force(certificate)
    limit = certificate.valid_until + timedelta(days=ocop.EXTENSION_MAX_DAYS)
    if not legal_basis or not certificate.valid_until < until <= limit:
        raise ValueError("an extension names its legal basis and ends within 180 days")
    certificate.state = Certificate.State.EXTENDED
    certificate.extended_until = until
    certificate.extension_basis = legal_basis
    _refuse_overlap(certificate)
    certificate.save()
    _record(certificate, "extended", on=on, decision_number=legal_basis, actor=actor)
    return certificate


@transaction.atomic
def upgrade_certificate(
    certificate: Certificate, *, stars: int, issued_on: date, decision_number: str = "", actor: Actor = None, **facts
) -> Certificate:
    """Supersede a certificate by a new one (another star, or a re-assessment); returns the new one."""
    certificate = _lock_in_force(certificate)
    certificate.state = Certificate.State.SUPERSEDED
    certificate.save()
    new = issue_certificate(
        certificate.product,
        stars=stars,
        issued_on=issued_on,
        decision_number=decision_number,
        actor=actor,
        **facts,
    )
    certificate.superseded_by = new
    certificate.save()
    _record(certificate, "superseded", on=issued_on, decision_number=decision_number, actor=actor)
    return new


def suspend_sale(product: Product, *, reason: str) -> Product:
    """Stop the platform's sale of a product; its certificate stays (only the authority revokes)."""
    product.sale_suspended_at = now()
    product.suspension_reason = reason
    product.save(update_fields=["sale_suspended_at", "suspension_reason"])
    return product


def resume_sale(product: Product) -> Product:
    """Allow the sale of a product again."""
    product.sale_suspended_at = None
    product.suspension_reason = ""
    product.save(update_fields=["sale_suspended_at", "suspension_reason"])
    return product


@transaction.atomic
def verify_producer(producer: Producer, *, at: datetime) -> Producer:
    """Note that an officer checked who a producer is; a producer once verified keeps the first time."""
    producer = Producer.objects.select_for_update().get(pk=producer.pk)
    if producer.verified_at is None:
        producer.verified_at = at
        producer.save(update_fields=["verified_at"])
    return producer


def _lock_in_force(certificate: Certificate) -> Certificate:
    locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if locked.state not in STATES_IN_FORCE:
        raise NotInForce(f"{locked} is {locked.state}")
    return locked


def _refuse_overlap(certificate: Certificate) -> None:
    Product.objects.select_for_update().get(pk=certificate.product_id)
    others = certificate.product.certificates.filter(state__in=STATES_IN_FORCE).exclude(pk=certificate.pk)
    clash = others.filter(issued_on__lte=certificate.until, last_day__gte=certificate.issued_on).first()
    if clash:
        raise Overlapping(f"{clash} runs from {clash.issued_on} to {clash.last_day}")


def _forget_note(product: Product) -> None:
    """ "Hạng sao chưa kiểm chứng" and the like stop being true once a certificate is registered."""
    if product.register_note:
        product.register_note = ""
        product.save(update_fields=["register_note"])


def _record(certificate: Certificate, kind: str, **facts) -> None:
    CertificateEvent.objects.create(certificate=certificate, kind=kind, **facts)
    transaction.on_commit(partial(certificate_changed.send, Certificate, certificate=certificate, kind=kind))
