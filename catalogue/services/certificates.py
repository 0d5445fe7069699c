"""The acts that make and end certificates. Nothing else changes one."""

from datetime import date
from functools import partial

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from catalogue import ocop
from catalogue.models import Certificate, CertificateEvent, Issuer, Product
from catalogue.queries import STATES_IN_FORCE
from catalogue.signals import certificate_changed

Actor = AbstractBaseUser | None  # who acted; None: an import, or the system
State = Certificate.State


class NotInForce(Exception):
    """The certificate is not in a state, or it is not a day, from which this act is possible."""


class Overlapping(Exception):
    """The product already holds a certificate for (part of) that time."""


@transaction.atomic
def issue_certificate(
    product: Product, *, stars: int, issued_on: date, decision_number: str = "", actor: Actor = None, **facts
) -> Certificate:
    """Record the certificate a council's decision gave the product, for 36 months.

    `facts` are further columns as printed; the issuer is found by the name printed. Raises ValidationError for facts
    that cannot be, Overlapping when another certificate of the product is in force at the time.
    """
    if "issuer" not in facts:
        facts["issuer"] = Issuer.objects.named(facts.get("issuer_as_printed", "")).first()
    certificate = Certificate(
        product=product,
        stars=stars,
        issued_on=issued_on,
        decision_number=decision_number,
        valid_until=facts.pop("valid_until", None) or ocop.valid_until(issued_on),
        **facts,
    )
    _check_facts(certificate)
    _refuse_overlap(certificate)
    certificate.save()
    _forget_note(product)
    record(certificate, "issued", on=issued_on, decision_number=decision_number, actor=actor)
    return certificate


@transaction.atomic
def begin_renewal(certificate: Certificate, *, on: date, actor: Actor = None, note: str = "") -> Certificate:
    """Note that the file for re-assessment was handed in on a day of its validity; it goes on to its last day.

    Raises NotInForce from any state but issued, or for a day on which it does not count.
    """
    certificate = _lock_for(certificate, State.IN_RENEWAL, on)
    certificate.state = State.IN_RENEWAL
    certificate.renewal_filed_on = on
    certificate.save()
    record(certificate, "in_renewal", on=on, actor=actor, note=note)
    return certificate


@transaction.atomic
def extend_certificate(
    certificate: Certificate, *, until: date, legal_basis: str, on: date, actor: Actor = None
) -> Certificate:
    """Keep a certificate alive past its end, at most 180 days in all (Decision 26/2026, Art. 12.3), ended or not.

    Raises NotInForce after an act that ended it, ValueError past 180 days, for a day that adds nothing or without a
    legal basis, Overlapping when the product already holds the certificate that follows.
    """
    certificate = _lock_for(certificate, State.EXTENDED)
    if not legal_basis or not certificate.until < until <= ocop.latest_extension(certificate.valid_until):
        raise ValueError("an extension names its legal basis and ends within 180 days")
    certificate.state = State.EXTENDED
    certificate.extended_until = until
    certificate.extension_basis = legal_basis
    _refuse_overlap(certificate)
    certificate.save()
    record(certificate, "extended", on=on, decision_number=legal_basis, actor=actor)
    return certificate


@transaction.atomic
def revoke_certificate(
    certificate: Certificate, *, ground: str, decision_number: str, on: date, actor: Actor = None, note: str = ""
) -> Certificate:
    """End a certificate by the authority's decision (grounds a-e: Decision 26/2026, Art. 8.1).

    `on` may lie in the past: until the day before, it counted. Raises NotInForce for one already ended, by an act or
    before `on`, or for a day to come; ValueError for an unknown ground.
    """
    if ground not in ocop.REVOCATION_GROUNDS:
        raise ValueError(f"no such ground: {ground}")
    certificate = _lock_for(certificate, State.REVOKED, _not_to_come(on))
    certificate.state = State.REVOKED
    certificate.revoked_on = on
    certificate.revocation_ground = ground
    certificate.revocation_decision = decision_number
    certificate.save()
    record(certificate, "revoked", on=on, decision_number=decision_number, ground=ground, actor=actor, note=note)
    return certificate


@transaction.atomic
def withdraw_certificate(
    certificate: Certificate, *, reason: str, on: date, decision_number: str = "", actor: Actor = None
) -> Certificate:
    """Take back a recognition that was wrongly given (Decision 26/2026, Art. 10.1.b); `reason` is public.

    Raises as revoke_certificate; ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("a withdrawal says why")
    certificate = _lock_for(certificate, State.WITHDRAWN, _not_to_come(on))
    certificate.state = State.WITHDRAWN
    certificate.withdrawn_on = on
    certificate.save()
    record(certificate, "withdrawn", on=on, decision_number=decision_number, actor=actor, note=reason.strip())
    return certificate


@transaction.atomic
def upgrade_certificate(
    certificate: Certificate, *, stars: int, issued_on: date, decision_number: str = "", actor: Actor = None, **facts
) -> Certificate:
    """Supersede a certificate by a new one (another star up or down, or a re-assessment); returns the new one.

    Raises NotInForce for one already ended, by an act or before `issued_on`: after a lapse a certificate is issued
    anew. Else as issue_certificate.
    """
    certificate = _lock_for(certificate, State.SUPERSEDED, issued_on)
    certificate.state = State.SUPERSEDED
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
    record(certificate, "superseded", on=issued_on, decision_number=decision_number, actor=actor)
    return new


def _lock_for(certificate: Certificate, then: str, on: date | None = None) -> Certificate:
    """The row under lock. Raises NotInForce when no edge leads to `then`, or it does not count on day `on`."""
    locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if then not in ocop.CERTIFICATE_STEPS[locked.state]:
        raise NotInForce(f"{locked}: {locked.state} -> {then}")
    if on is not None and not locked.is_in_force(on):
        raise NotInForce(f"{locked} counts from {locked.issued_on} to {locked.until}, not on {on}")
    return locked


def _not_to_come(on: date) -> date:
    """An act that ends a certificate at once is entered when its day has come. Raises NotInForce before."""
    if on > localdate():
        raise NotInForce(f"{on} has not come")
    return on


def _check_facts(certificate: Certificate) -> None:
    """Raises ValidationError by column, in the reader's language. One query; keys are the database's to check."""
    if certificate.stars not in ocop.CERTIFIED_STARS:
        raise ValidationError({"stars": _("OCOP chỉ cấp giấy chứng nhận cho hạng 3, 4 và 5 sao.")})
    if certificate.valid_until <= certificate.issued_on:
        raise ValidationError({"valid_until": _("Ngày hết hạn phải sau ngày cấp.")})
    same = Certificate.objects.filter(product=certificate.product, decision_number=certificate.decision_number)
    if certificate.decision_number and same.exists():
        raise ValidationError({"decision_number": _("Quyết định này đã cấp một giấy chứng nhận cho sản phẩm.")})
    certificate.clean_fields(exclude=["last_day", "product", "issuer", "superseded_by"])
    certificate.clean()


def _refuse_overlap(certificate: Certificate) -> None:
    Product.objects.select_for_update().get(pk=certificate.product_id)
    others = Certificate.objects.filter(product=certificate.product_id, state__in=STATES_IN_FORCE)
    others = others.exclude(pk=certificate.pk)
    clash = others.filter(issued_on__lte=certificate.until, last_day__gte=certificate.issued_on).first()
    if clash:
        raise Overlapping(f"{clash} runs from {clash.issued_on} to {clash.last_day}")


def _forget_note(product: Product) -> None:
    """ "Hạng sao chưa kiểm chứng" and the like stop being true once a certificate is registered."""
    if product.register_note:
        product.register_note = ""
        product.save(update_fields=["register_note"])


def record(certificate: Certificate, kind: str, **facts) -> None:
    """Leave a line in the certificate's history, and tell others once it is committed."""
    CertificateEvent.objects.create(certificate=certificate, kind=kind, **facts)
    transaction.on_commit(partial(certificate_changed.send, Certificate, certificate=certificate, kind=kind))
