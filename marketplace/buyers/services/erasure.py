"""The end of an account: what only served it goes, what accounting must keep forgets whose it was.

Orders keep goods, money and invoices (accounting law keeps vouchers for years); who received them, where, and what was
said about them is taken out as soon as nothing of the order is under way any more.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import now

from marketplace.accounts.models import User
from marketplace.accounts.roles import is_staff
from marketplace.buyers.models import InvoiceRequest, Review, SavedAddress, SavedProduct, StockNotice
from marketplace.notifications.models import Consent, OutboxMessage
from marketplace.order.models import Order
from marketplace.order.returns import ReturnPhoto, ReturnRequest
from marketplace.order.services.locking import lock_order
from marketplace.payment.models import CodPhone, RefundAccount
from marketplace.vouchers.models import Use

GONE_HOST = "@invalid.invalid"
GONE = "da-xoa-{key}" + GONE_HOST
NOBODY = "–"


class WorksHere(Exception):
    """People of producers and laboratories, officers and operators leave through whoever gave them their work."""


@transaction.atomic
def erase_account(user: User) -> User:
    """Close an account for good and forget whose it was. Raises WorksHere.

    Orders that are under way keep where they go; forget_finished_orders takes it out when they are done.
    """
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if user.memberships.exists() or user.laboratories.exists() or is_staff(user) or user.is_staff:
        raise WorksHere
    _forget_words(user)
    for kept in (EmailAddress, Authenticator, SavedAddress, SavedProduct):
        kept.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    user.email = GONE.format(key=user.pk)
    user.first_name = user.last_name = user.phone = ""
    user.is_active = False
    user.set_unusable_password()
    user.save()
    for order in Order.objects.placed_by(user).finished():
        forget_order(order)
    return user


def forget_finished_orders() -> int:
    """Take the person out of the orders that ended after their account did; returns how many."""
    waiting = Order.objects.filter(user__email__endswith=GONE_HOST).exclude(phone="").finished()
    return sum(forget_order(order) for order in waiting.order_by("pk")[:200])


@transaction.atomic
def forget_order(order: Order) -> bool:
    """Leave goods, money and invoices of a finished order, and nobody's name; False when it is under way again."""
    order = lock_order(order.pk)
    if not Order.objects.finished().filter(pk=order.pk).exists():
        return False
    phone, address = order.phone, order.guest_email
    _forget_mail(Q(to__in=[word for word in (phone, address) if word]), to=GONE.format(key=order.user_id))
    _forget_mail(Q(key__contains=order.number))  # what producers were told of it
    order.recipient, order.phone, order.street, order.note, order.guest_email = NOBODY, "", "", "", ""
    order.save(update_fields=["recipient", "phone", "street", "note", "guest_email"])
    RefundAccount.objects.filter(order=order).delete()
    InvoiceRequest.objects.filter(order=order).update(email="")
    Use.objects.filter(order=order).update(phone="")
    ReturnRequest.objects.filter(parcel__order=order).update(words="")
    _delete_photos(ReturnPhoto.objects.filter(request__parcel__order=order))
    if not Order.objects.filter(phone=phone).exists():
        CodPhone.objects.filter(phone=phone).delete()
    return True


def _forget_words(user: User) -> None:
    """What was said under the address of the account: mails, wishes to be told, consents, the name under reviews."""
    _forget_mail(Q(to__iexact=user.email), to=GONE.format(key=user.pk))
    StockNotice.objects.filter(email__iexact=user.email).delete()
    Consent.objects.filter(address=user.email.lower()).update(address=GONE.format(key=user.pk))
    mine = Q(author=user) | Q(line__order__user=user)
    Review.objects.filter(mine).update(author_name="", author=None, changed_at=now())


def _forget_mail(mine: Q, **changes: str) -> None:
    """What waits is not sent any more; what was sent is forgotten, but for the fact that it was."""
    found = OutboxMessage.objects.filter(mine)
    found.filter(state=OutboxMessage.State.QUEUED).delete()
    found.update(subject="", text="", html="", **changes)


def _delete_photos(photos: QuerySet) -> None:
    """The rows now, the files when that is certain."""
    files = [(photo.picture.storage, photo.picture.name) for photo in photos]
    photos.delete()
    for storage, name in files:
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))
