"""Signing in takes the guest's basket along."""

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.dispatch import receiver

from marketplace.basket.models import Basket
from marketplace.vouchers.services import take_along


@receiver(user_logged_in)
def take_guest_basket_along(sender, request, user, **kwargs):
    cookie = request.COOKIES.get(settings.OSCAR_BASKET_COOKIE_OPEN) if request else None
    guest = _guest_basket(cookie)
    if guest is None:
        return
    with transaction.atomic():
        own = Basket.open.filter(owner=user).order_by("pk").first() or Basket.objects.create(owner=user)
        own.merge(guest, add_quantities=False)
        take_along(guest, own)
    if hasattr(request, "cookies_to_delete"):
        request.cookies_to_delete.append(settings.OSCAR_BASKET_COOKIE_OPEN)


def _guest_basket(cookie):
    try:
        return Basket.open.filter(pk=Signer().unsign(cookie or ""), owner=None).first()
    except (BadSignature, ValueError):
        return None
