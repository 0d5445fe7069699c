"""Each night, each provider's own record beside our books: day sums to read, differences for a person to settle."""

import logging
from collections import defaultdict
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q, Sum
from django.utils.timezone import localdate, localtime, make_aware, now
from django.utils.translation import gettext as _

from marketplace.ledger.models import JournalEntry
from marketplace.payment.acts import note_act
from marketplace.payment.models import Attempt, Difference, Reconciliation
from marketplace.payment.providers import PROVIDERS, provider_of
from marketplace.payment.providers.base import Movement, ProviderDown
from marketplace.payment.services import sync

logger = logging.getLogger(__name__)
ONE_DAY = timedelta(days=1)
DAYS_BACK = 3  # a provider may book late, a statement may be read the next morning
FIRST_HOUR = 2  # of the night, in Vietnam
RECONCILED = ("stripe", "transfer")


def reconcile_due(at: datetime) -> None:
    """Compare the last three days, once a night; a provider that does not answer is asked again in an hour."""
    if localtime(at).hour < FIRST_HOUR:
        return
    for code in RECONCILED:
        for back in range(1, DAYS_BACK + 1):
            day = localdate(at) - back * ONE_DAY
            if PROVIDERS[code].is_configured() and not _was_done(day, code, at):
                _try(day, code, at)


def reconcile(day: date, code: str, at: datetime | None = None) -> Reconciliation:
    """Compare one day (Vietnam's) of one provider and keep what differs, as found `at`. Raises ProviderDown.

    The sums are by each side's own clock; a difference is told per payment, of all that it ever moved, so that
    midnight between the two makes none.
    """
    since = make_aware(datetime.combine(day, time.min))
    told, booked = PROVIDERS[code].movements(since, since + ONE_DAY), _booked(since, code)
    different = _differences(told, booked, code)
    with transaction.atomic():
        kept, _new = Reconciliation.objects.update_or_create(
            day=day, provider=code, defaults=_sums("told", told) | _sums("booked", booked) | {"at": at or now()}
        )
        _keep(kept, different)
    return kept


@transaction.atomic
def settle(difference: Difference, *, note: str, by) -> Difference:
    """A person has looked at it and says what it was."""
    difference.settled_at, difference.settled_by, difference.note = now(), by, note[:300]
    difference.save(update_fields=["settled_at", "settled_by", "note"])
    order = difference.attempt and difference.attempt.order
    note_act("difference", by=by, order=order, note=f"{difference}: {note}")
    return difference


def ask_again(difference: Difference, *, by) -> bool:
    """Ask the provider once more and book what it says; whether both now agree. Raises ProviderDown."""
    sync(difference.attempt)
    told, booked = _told_of(difference.attempt), _booked_of(difference.attempt)
    if told == booked:
        settle(difference, note=_("Đã hỏi lại và ghi sổ; hai bên khớp"), by=by)
    return told == booked


def _was_done(day: date, code: str, at: datetime) -> bool:
    tonight = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return Reconciliation.objects.filter(day=day, provider=code, at__gte=tonight).exists()


def _try(day: date, code: str, at: datetime) -> None:
    try:
        reconcile(day, code, at)
    except ProviderDown:
        logger.warning("provider not reconciled", extra={"provider": code, "day": str(day)})


def _booked(since: datetime, code: str) -> list[Movement]:
    """What our books moved on that day for this provider's attempts."""
    entries = JournalEntry.objects.filter(kind__in=("capture", "refund"), at__gte=since, at__lt=since + ONE_DAY)
    sums = defaultdict(lambda: [0, 0])
    for key, kind, amount in _with_amount(entries):
        sums[int(key.split(":")[1])][kind == "refund"] += amount
    ours = Attempt.objects.filter(pk__in=sums, provider=code).values_list("pk", flat=True)
    return [Movement(f"attempt:{pk}", *sums[pk]) for pk in ours]


def _with_amount(entries):
    """(key, kind, what moved in đồng). A key is "capture:<attempt>:…" or "refund:<attempt>:…"."""
    debit = Sum("postings__amount", filter=Q(postings__amount__gt=0))
    return entries.annotate(moved=debit).values_list("key", "kind", "moved")


def _sums(side: str, movements: list[Movement]) -> dict[str, int]:
    return {
        f"{side}_captured": sum(movement.captured for movement in movements),
        f"{side}_refunded": sum(movement.refunded for movement in movements),
    }


def _differences(told: list[Movement], booked: list[Movement], code: str) -> list[Difference]:
    """One unsaved row per payment of either side on which the two disagree."""
    things = {movement.payment for movement in (*told, *booked)}
    attempts, found = {}, []
    for thing in sorted(things):
        if attempt := _attempt(thing, code):
            attempts[attempt.pk] = attempt
        else:
            net = sum(movement.captured - movement.refunded for movement in told if movement.payment == thing)
            found.append(Difference(thing=thing[:100], told=net, booked=0))
    for attempt in attempts.values():
        sides = {"told": _told_of(attempt), "booked": _booked_of(attempt)}
        if sides["told"] != sides["booked"]:
            found.append(Difference(thing=f"attempt:{attempt.pk}", attempt=attempt, **sides))
    return found


def _attempt(thing: str, code: str) -> Attempt | None:
    ours = Attempt.objects.filter(provider=code).select_related("order")
    if thing.startswith("attempt:"):
        return ours.filter(pk=thing.removeprefix("attempt:")).first()
    return ours.filter(payment_reference=thing).first()


def _told_of(attempt: Attempt) -> int:
    """All that the provider took for an attempt and has not given back, đồng."""
    told = provider_of(attempt).fetch(attempt)
    return told.captured - told.refunded


def _booked_of(attempt: Attempt) -> int:
    """The same by our books."""
    come, gone = (
        sum(moved for _key, _kind, moved in _with_amount(JournalEntry.objects.filter(key__startswith=start)))
        for start in (f"capture:{attempt.pk}:", f"refund:{attempt.pk}:")
    )
    return come - gone


def _keep(kept: Reconciliation, different: list[Difference]) -> None:
    """Add what is new; what agrees by now is settled by itself; what a person has settled stays so."""
    things = {difference.thing for difference in different}
    healed = kept.differences.open().exclude(thing__in=things)
    healed.update(settled_at=now(), note=_("Hai bên đã khớp"))
    for difference in different:
        kept.differences.update_or_create(
            thing=difference.thing,
            defaults={"told": difference.told, "booked": difference.booked, "attempt": difference.attempt},
        )
