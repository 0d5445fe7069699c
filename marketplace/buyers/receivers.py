"""Signing in takes the guest's wish list along."""

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from marketplace.buyers.services.wishes import keys_in_cookie, save_products


@receiver(user_logged_in)
def take_wishes_along(sender, request, user, **kwargs):
    if request is None or not (keys := keys_in_cookie(request)):
        return
    save_products(user, keys)
    if hasattr(request, "cookies_to_delete"):
        request.cookies_to_delete.append(settings.WISHES_COOKIE)
