"""Telling people that a product can be bought again. The address is confirmed first; one mail follows."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import override

from catalogue.cards import title_of
from catalogue.models import Product
from marketplace.buyers.models import StockNotice
from marketplace.notifications.services import enqueue_mail

State = StockNotice.State
BATCH = 200


@transaction.atomic
def ask_for_notice(
    product: Product, email: str, *, language: str, at: datetime, is_confirmed: bool = False
) -> StockNotice:
    """Note the wish; unless the address is known to be the visitor's, it is asked by mail, once a day at most.

    Who already waits goes on waiting, and nobody learns that they do.
    """
    facts = {"language": language, "asked_at": at}
    notice, _is_new = StockNotice.objects.open().get_or_create(product=product, email=email.lower(), defaults=facts)
    if is_confirmed:
        return confirm_notice(notice, at=at)
    if notice.state == State.ASKED:
        _mail("stock_notice_confirm", f"stock-confirm:{notice.pk}:{localdate(at)}", notice)
    return notice


def confirm_notice(notice: StockNotice, *, at: datetime) -> StockNotice:
    """The address is the visitor's: wait for stock."""
    StockNotice.objects.filter(pk=notice.pk, state=State.ASKED).update(state=State.WAITING, confirmed_at=at)
    notice.refresh_from_db()
    return notice


def stop_notice(notice: StockNotice) -> StockNotice:
    """No mail comes any more."""
    StockNotice.objects.open().filter(pk=notice.pk).update(state=State.STOPPED)
    notice.refresh_from_db()
    return notice


def send_notices(at: datetime) -> int:
    """Tell everybody whose product is purchasable again; how many. Forgets addresses that nobody confirmed."""
    StockNotice.objects.forgotten(at).delete()
    due = StockNotice.objects.due(localdate(at)).select_related("product__parent", "product__owner")[:BATCH]
    return sum(_tell(notice, at) for notice in due)


@transaction.atomic
def _tell(notice: StockNotice, at: datetime) -> bool:
    """Whether we are the one who told."""
    mine = StockNotice.objects.filter(pk=notice.pk, state=State.WAITING)
    if mine.update(state=State.SENT, sent_at=at) != 1:
        return False
    _mail("back_in_stock", f"back-in-stock:{notice.pk}", notice)
    return True


def _mail(kind: str, key: str, notice: StockNotice) -> None:
    with override(notice.language):
        context = {
            "title": title_of(notice.product),
            "product_url": settings.SITE_URL + notice.product.get_absolute_url(),
            "confirm_url": settings.SITE_URL + reverse("account:stock-notice-confirm", args=[notice.token]),
            "stop_url": settings.SITE_URL + reverse("account:stock-notice-stop", args=[notice.token]),
        }
    enqueue_mail(kind, key=key, to=notice.email, language=notice.language, context=context)
