"""The wish list: rows of a signed-in person, a signed cookie of a guest; merged at signing in.

A guest's list is no session: pages ignore its cookie (catalogue.kept), so who saved something still gets kept pages.
"""

from collections.abc import Iterable

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from catalogue.models import Product
from marketplace.accounts.models import User
from marketplace.buyers.models import SavedProduct

MOST = 100  # products of one list
SALT = "wishes"
KEPT_S = 365 * 24 * 3600


def wished_keys(request: HttpRequest) -> list[int]:
    """Keys of the visitor's saved products, the last one first."""
    if request.user.is_authenticated:
        return list(SavedProduct.objects.filter(user=request.user).values_list("product", flat=True)[:MOST])
    return keys_in_cookie(request)


def keys_in_cookie(request: HttpRequest) -> list[int]:
    """A guest's list; empty for a cookie that is not ours."""
    try:
        return signing.loads(request.COOKIES.get(settings.WISHES_COOKIE, ""), salt=SALT)
    except signing.BadSignature:
        return []


def wish(request: HttpRequest, response: HttpResponse, product: Product) -> None:
    """Put a product at the head of the visitor's list."""
    if request.user.is_authenticated:
        save_products(request.user, [product.pk])
    else:
        _write(response, [product.pk, *(key for key in keys_in_cookie(request) if key != product.pk)])


def forget(request: HttpRequest, response: HttpResponse, key: int) -> None:
    """Take a product off the visitor's list."""
    if request.user.is_authenticated:
        SavedProduct.objects.filter(user=request.user, product=key).delete()
    else:
        _write(response, [one for one in keys_in_cookie(request) if one != key])


def save_products(user: User, keys: Iterable[int]) -> None:
    """Add products to a person's list, the first key last seen; beyond MOST the oldest ones fall off."""
    known = Product.objects.public().in_bulk(list(keys))
    SavedProduct.objects.bulk_create(
        [SavedProduct(user=user, product=known[key]) for key in reversed(list(keys)) if key in known],
        ignore_conflicts=True,
    )
    surplus = SavedProduct.objects.filter(user=user).values_list("pk", flat=True)[MOST:]
    SavedProduct.objects.filter(pk__in=list(surplus)).delete()


def _write(response: HttpResponse, keys: list[int]) -> None:
    response.set_cookie(
        settings.WISHES_COOKIE,
        signing.dumps(keys[:MOST], salt=SALT, compress=True),
        max_age=KEPT_S,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
