"""A person's own data: all of it as one file, and its end.

What an order says stays (an invoice must name its buyer); what only serves the account goes.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.timezone import now

from marketplace.accounts.models import User
from marketplace.accounts.roles import is_staff
from marketplace.buyers.models import Review, SavedAddress, SavedProduct, StockNotice
from marketplace.notifications.models import OutboxMessage
from marketplace.order.models import Line, Order

GONE = "da-xoa-{key}@invalid.invalid"


class WorksHere(Exception):
    """Members of producers, officers and operators leave through whoever gave them their work."""


def export_of(user: User) -> dict:
    """Everything kept about a person, as plain values."""
    return {
        "account": {
            "email": user.email,
            "name": user.name,
            "phone": user.phone,
            "language": user.language,
            "joined": user.date_joined,
            "last_login": user.last_login,
        },
        "emails": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary")),
        "addresses": [
            {"recipient": one.recipient, "phone": one.phone, "address": one.line, "is_default": one.is_default}
            for one in SavedAddress.objects.of(user)
        ],
        "saved_products": list(user.saved_products.values_list("product__title", flat=True)),
        "reviews": list(Review.objects.filter(author=user).values("product__title", "score", "text", "created_at")),
        "stock_notices": list(StockNotice.objects.filter(email__iexact=user.email).values("product__title", "state")),
        "sessions": list(UserSession.objects.filter(user=user).values("created_at", "ip", "user_agent")),
        "orders": [_order(order) for order in Order.objects.placed_by(user).with_parcels()],
    }


def _order(order: Order) -> dict:
    return {
        "number": order.number,
        "placed": order.date_placed,
        "recipient": order.recipient,
        "phone": order.phone,
        "email": order.guest_email,
        "address": order.address,
        "note": order.note,
        "payment": order.payment_method,
        "payment_state": order.payment_state,
        "total": order.total,
        "parcels": [
            {
                "number": f"{order.number}-{parcel.position}",
                "producer": parcel.producer.name,
                "status": parcel.status,
                "lines": [_line(line) for line in parcel.lines.all()],
            }
            for parcel in order.parcels.all()
        ],
    }


def _line(line: Line) -> dict:
    return {"title": line.title, "quantity": line.quantity, "price": line.price}


@transaction.atomic
def erase_account(user: User) -> User:
    """Close an account for good and forget whose it was; its orders stay. Raises WorksHere."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if user.memberships.exists() or is_staff(user) or user.is_staff:
        raise WorksHere
    _forget_mail(user)
    StockNotice.objects.filter(email__iexact=user.email).delete()
    Review.objects.filter(author=user).update(author_name="", author=None, changed_at=now())
    for kept in (EmailAddress, Authenticator, SavedAddress, SavedProduct):
        kept.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    user.email = GONE.format(key=user.pk)
    user.first_name = user.last_name = user.phone = ""
    user.is_active = False
    user.set_unusable_password()
    user.save()
    return user


def _forget_mail(user: User) -> None:
    """What waits is not sent any more; what was sent is forgotten, but for the fact that it was."""
    mine = OutboxMessage.objects.filter(to__iexact=user.email)
    mine.filter(state=OutboxMessage.State.QUEUED).delete()
    mine.update(to=GONE.format(key=user.pk), subject="", text="", html="")
