"""What the platform keeps from a day on: rates are added for days to come, and those that have begun stay as they are."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.ledger.models import Rate
from marketplace.payment.acts import note_act


class HasBegun(Exception):
    """The day is today or past: orders may have been placed by it."""


@transaction.atomic
def add_rate(*, of: str, seller: str, since: date, basis_points: int, source: str, today: date, by) -> Rate:
    """Say what is kept from a later day on. Lines placed before keep their own. Raises HasBegun, IntegrityError for a
    day that has one."""
    if since <= today:
        raise HasBegun(since)
    rate = Rate.objects.create(of=of, seller=seller, since=since, basis_points=basis_points, source=source.strip())
    note_act("rate", by=by, note=_("Thêm %(rate)s. %(source)s") % {"rate": rate.spoken, "source": rate.source})
    return rate


@transaction.atomic
def drop_rate(rate: Rate, *, today: date, by) -> None:
    """Take back a rate that has not begun. Raises HasBegun."""
    rate = Rate.objects.select_for_update().get(pk=rate.pk)
    if rate.since <= today:
        raise HasBegun(rate.since)
    note_act("rate", by=by, note=_("Bỏ %(rate)s") % {"rate": rate.spoken})
    rate.delete()
