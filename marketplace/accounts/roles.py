"""Who may do what, as plain predicates on a user (DECISIONS 14). Anonymous visitors may nothing."""

from django.urls import reverse

from catalogue.models import Producer
from marketplace.accounts.models import CURATOR, OFFICER, Membership, Office

Role = Membership.Role
SHIP, SELL, LABEL, INVOICE = "ship", "sell", "label", "invoice"  # what a member may change; every member may look
BANK = "bank"  # where the producer's money is sent

MAY = {
    Role.OWNER: {SHIP, SELL, LABEL, INVOICE, BANK},
    Role.SELLER: {SHIP, SELL, INVOICE},
    Role.PACKER: {SHIP, LABEL},
    Role.BOOKKEEPER: {INVOICE},
}


def is_curator(user) -> bool:
    """Keeps stories, collections and outlets (người biên tập)."""
    return user.is_authenticated and user.is_in(CURATOR)


def is_operator(user) -> bool:
    """Runs the shop (người vận hành)."""
    return user.is_authenticated and user.is_operator


def is_officer(user) -> bool:
    """Keeps the register of certificates (cán bộ OCOP)."""
    return user.is_authenticated and user.is_in(OFFICER)


def is_staff(user) -> bool:
    """Works in a back office: these people need a second factor outside the demo."""
    return is_operator(user) or is_curator(user) or is_officer(user)


def office_of(user) -> Office | None:
    """The authority that an officer acts for; one query per person and request."""
    return getattr(user, "office", None) if is_officer(user) else None


def memberships_of(user) -> list[Membership]:
    """The producers a person works for, the oldest first."""
    if not user.is_authenticated:
        return []
    return list(user.memberships.select_related("producer", "producer__province").order_by("pk"))


def membership_of(request) -> Membership | None:
    """The producer whose workspace is open: the one chosen in this session, or the first."""
    held = memberships_of(request.user)
    chosen = request.session.get("membership")
    return next((m for m in held if m.pk == chosen), held[0] if held else None)


def producer_of(request) -> Producer | None:
    """The producer whose workspace is open."""
    membership = membership_of(request)
    return membership and membership.producer


def laboratory_of(user):
    """The laboratory at work that a person writes for, or None."""
    return user.laboratories.active().first() if user.is_authenticated else None


def may(membership: Membership, act: str) -> bool:
    """Whether a member may SHIP parcels, SELL (products, prices, stock), LABEL (lots, labels) or note an INVOICE."""
    return act in MAY.get(membership.role, set())


def desk_of(user) -> str:
    """Where a person works, and so lands after signing in. Admins choose on their own page."""
    if user.is_superuser:
        return reverse("account:index")
    if is_operator(user):
        return reverse("dashboard:index")
    if is_officer(user) or is_curator(user):
        return reverse("wagtailadmin_home")
    if user.memberships.exists():
        return reverse("workspace:today")
    if laboratory_of(user):
        return reverse("lab:index")
    return reverse("account:index")
