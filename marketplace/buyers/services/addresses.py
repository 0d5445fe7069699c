"""Verbs on the addresses that a person keeps."""

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.buyers.models import SavedAddress

MOST = 20  # addresses of one person


class TooManyAddresses(Exception):
    """The sentence for the visitor is the message."""


@transaction.atomic
def save_address(user: User, *, facts: dict, address: SavedAddress | None = None) -> SavedAddress:
    """Keep a new address, or change `address`; a person's first one is the default. The same place is kept once.

    Raises TooManyAddresses.
    """
    held = _locked(user)
    if address is None:
        address = next((one for one in held if _says(one, facts)), SavedAddress(user=user, is_default=not held))
    if address.pk is None and len(held) >= MOST:
        raise TooManyAddresses(_("Sổ địa chỉ giữ nhiều nhất %(count)s địa chỉ. Xin xóa bớt.") % {"count": MOST})
    for name, value in facts.items():
        setattr(address, name, value)
    address.save()
    return address


@transaction.atomic
def make_default(address: SavedAddress) -> SavedAddress:
    """Offer this one first at the next order."""
    _locked(address.user)
    SavedAddress.objects.filter(user=address.user, is_default=True).update(is_default=False)
    address.is_default = True
    address.save(update_fields=["is_default"])
    return address


@transaction.atomic
def remove_address(address: SavedAddress) -> None:
    """Forget an address; of the others the oldest becomes the default when it was this one."""
    others = [one for one in _locked(address.user) if one.pk != address.pk]
    address.delete()
    if address.is_default and others:
        make_default(others[0])


def _locked(user: User) -> list[SavedAddress]:
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    return list(SavedAddress.objects.filter(user=user).order_by("pk"))


def _says(address: SavedAddress, facts: dict) -> bool:
    return all(getattr(address, name) == value for name, value in facts.items())
