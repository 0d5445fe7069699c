"""What an authority says of a growing area's code."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.timezone import now

from traceability.models import AreaReview, GrowingArea, Lot


class AreaChanged(Exception):
    """Its producer has changed the code since the authority was shown it."""


@transaction.atomic
def review_area(
    area: GrowingArea,
    *,
    shown: str,
    is_confirmed: bool,
    authority: str,
    document: str,
    by: AbstractBaseUser,
    note: str = "",
) -> AreaReview:
    """Confirm a code, or not, on the ground of a document; what was said before stays on record.

    `shown`: the fingerprint of what the authority looked at. Lots that name the code show its word from now on; what
    their events say is the word of their day. Raises AreaChanged.
    """
    area = GrowingArea.objects.select_for_update().get(pk=area.pk)
    if area.fingerprint != shown:
        raise AreaChanged(area.code)
    review = AreaReview(
        area=area,
        code=area.code,
        is_confirmed=is_confirmed,
        authority=authority,
        document=document.strip(),
        note=note.strip(),
        said_by=by,
    )
    review.full_clean()
    review.save()
    area.state = GrowingArea.State.CONFIRMED if is_confirmed else GrowingArea.State.REFUSED
    area.reviewed_at, area.reviewed_by = review.at, authority
    area.save(update_fields=["state", "reviewed_at", "reviewed_by"])
    tell_lots(area)
    return review


def tell_lots(area: GrowingArea) -> None:
    """A code has changed, or what is said of it: pages of lots that name it, kept until then, are made anew."""
    Lot.objects.filter(growing_areas=area).update(updated_at=now())
