"""The province that a visitor's parcels go to: chosen in the basket or at checkout, remembered in the session."""

from django.http import HttpRequest

from catalogue.models import Place

DELIVERY = "delivery"  # the session's key for what was typed at checkout


def chosen_province(request: HttpRequest) -> Place | None:
    """The province chosen so far. No query, and no session comes into being, where nothing was chosen."""
    key = (request.session.get(DELIVERY) or {}).get("province", "")
    return Place.objects.provinces().filter(pk=key).first() if key else None


def choose_province(request: HttpRequest, province: Place | None) -> None:
    """Remember the province, or forget it; a commune of another one is forgotten with it."""
    typed = dict(request.session.get(DELIVERY) or {})
    key = str(province.pk) if province else ""
    if typed.get("province", "") != key:
        typed |= {"province": key, "commune": ""}
        request.session[DELIVERY] = typed
