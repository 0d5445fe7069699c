"""Buttons that fill an address form in and send nothing off: choosing a province, finding what an old name is today."""

from django.http import QueryDict

from catalogue.models import Place
from catalogue.old_names import choices_for
from marketplace.checkout.forms import is_key

HELPS = {"pick_province", "find_place", "take_place"}
LONGEST_NAME = 120


def helped(posted: QueryDict) -> dict[str, str]:
    """What was typed, with the place of today that was chosen in exchange for an old name."""
    typed = posted.dict()
    chosen = typed.get("take_place", "")
    place = Place.objects.of_today().filter(pk=chosen).first() if is_key(chosen) else None
    if place is None:
        return typed
    if place.level == Place.Level.PROVINCE:
        return typed | {"province": str(place.pk), "commune": ""}
    return typed | {"province": str(place.parent_id), "commune": str(place.pk)}


def old_names_in(posted: QueryDict) -> dict:
    """What a form shows of the old name typed into it; nothing once a place was taken."""
    return old_names_of("" if "take_place" in posted else posted.get("old_name", ""))


def old_names_of(asked: str) -> dict:
    """The old name, and the places of today that it may stand for."""
    asked = asked.strip()[:LONGEST_NAME]
    return {"asked": asked, "choices": choices_for(asked) if asked else []}
