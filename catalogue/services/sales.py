"""The platform's power: to stop a sale. The certificate is never touched; only the authority revokes."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.timezone import now

from catalogue.models import Certificate, Product, SaleEvent

Actor = AbstractBaseUser | None  # who acted; None: the system


class SaleUnchanged(Exception):
    """The sale is suspended already, or is not suspended."""


@transaction.atomic
def suspend_sale(product: Product, *, reason: str, actor: Actor = None, at: datetime | None = None) -> Product:
    """Stop the platform's sale of a product, for a reason that visitors read (a clause without full stop).

    Raises SaleUnchanged when it is suspended already, ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("a suspension says why")
    return _turn(product, SaleEvent.Kind.SUSPENDED, reason.strip(), actor, at or now())


@transaction.atomic
def resume_sale(product: Product, *, reason: str = "", actor: Actor = None, at: datetime | None = None) -> Product:
    """Allow the sale of a product again. Raises SaleUnchanged when it is not suspended."""
    return _turn(product, SaleEvent.Kind.RESUMED, reason.strip(), actor, at or now())


def _turn(product: Product, kind: str, reason: str, actor: Actor, at: datetime) -> Product:
    suspends = kind == SaleEvent.Kind.SUSPENDED
    _lock(product)
    if (product.sale_suspended_at is not None) == suspends:
        raise SaleUnchanged(f"{product} is {kind} already")
    product.sale_suspended_at = at if suspends else None
    product.suspension_reason = reason if suspends else ""
    product.save(update_fields=["sale_suspended_at", "suspension_reason"])
    SaleEvent.objects.create(product=product, kind=kind, reason=reason, actor=actor, at=at)
    return product


def _lock(product: Product) -> None:
    """Wait for orders that are being placed, which lock the certificates, and read the row as it stands."""
    list(Certificate.objects.filter(product=product).order_by("pk").select_for_update())
    locked = Product.objects.select_for_update().get(pk=product.pk)
    product.sale_suspended_at = locked.sale_suspended_at
