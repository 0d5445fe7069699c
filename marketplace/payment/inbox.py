"""Notices from providers: kept once, acted upon by asking the provider."""

import logging

from django.db.models import Q

from marketplace.payment import disputes
from marketplace.payment.models import Attempt, InboxEvent
from marketplace.payment.providers.stripe_checkout import CODE
from marketplace.payment.services import sync

logger = logging.getLogger(__name__)
OF_DISPUTES = "charge.dispute."


def receive(event) -> InboxEvent:
    """Keep a verified Stripe event and act on it; a known one that was settled changes nothing.

    Raises ProviderDown when Stripe could not be asked: the event stays unsettled and comes again.
    """
    thing = event.data.object
    kept, _ = InboxEvent.objects.get_or_create(
        provider=CODE, event_id=event.id, defaults={"kind": event.type, "thing": _reference(thing)}
    )
    if kept.state != InboxEvent.State.DONE:
        settle(kept)
    return kept


def settle(kept: InboxEvent) -> None:
    """Ask about what an event names. Raises ProviderDown."""
    try:
        attempt = _attempt_of(kept.thing)
        if attempt and kept.kind.startswith(OF_DISPUTES):
            disputes.ask(attempt)
        elif attempt:
            sync(attempt)
        else:
            logger.warning("event about an unknown payment", extra={"event": kept.event_id})
    except Exception as trouble:
        InboxEvent.objects.filter(pk=kept.pk).update(state="error", error=str(trouble)[:300])
        raise
    InboxEvent.objects.filter(pk=kept.pk).update(state="done", error="")


def settle_inbox() -> None:
    """Try again what could not be settled when it came."""
    for kept in InboxEvent.objects.unsettled()[:200]:
        try:
            settle(kept)
        except Exception:  # recorded on the row; the others must still be tried
            logger.exception("event not settled", extra={"event": kept.event_id})


def _reference(thing) -> str:
    """What an event is about: our own mark on a payment intent, else the session or intent itself."""
    if thing.object == "payment_intent":
        return f"attempt:{mark}" if (mark := _mark(thing)) else thing.id
    if thing.object == "checkout.session":
        return thing.id
    return getattr(thing, "payment_intent", None) or thing.id


def _mark(thing) -> str:
    """The attempt that we noted on what we made at Stripe: needed before we have heard of its intent."""
    metadata = getattr(thing, "metadata", None)
    return str(metadata["attempt"]) if metadata and "attempt" in metadata else ""


def _attempt_of(thing: str) -> Attempt | None:
    ours = Attempt.objects.filter(provider=CODE).select_related("order")
    if thing.startswith("attempt:"):
        return ours.filter(pk=thing.removeprefix("attempt:")).first() if thing[8:].isdigit() else None
    return ours.filter(Q(reference=thing) | Q(payment_reference=thing)).first() if thing else None
