"""The log's signed root by mail to the provincial offices: who keeps a few of them can show a log rewritten later."""

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from marketplace.accounts.models import Office
from marketplace.notifications.models import OutboxMessage
from marketplace.notifications.services import enqueue_mail
from traceability.models import SignedRoot

KIND = "trace_root"


@transaction.atomic
def mail_last_root() -> int:
    """Put the newest root into the outbox for each officer of a province, once; how many were new."""
    root = SignedRoot.objects.last()
    if root is None:
        return 0
    before = OutboxMessage.objects.filter(kind=KIND).count()
    for office in _provincial_offices():
        address = settings.SITE_URL + reverse("machines:trace-log", args=[f"{root.day}"])
        enqueue_mail(
            KIND,
            key=f"{KIND}:{root.day}:{office.user_id}",
            to=office.user.email,
            language=office.user.language or settings.LANGUAGE_CODE,
            context={"root": root, "address": address, "province": office.province},
        )
    return OutboxMessage.objects.filter(kind=KIND).count() - before


def _provincial_offices() -> QuerySet[Office]:
    reachable = Office.objects.filter(level=Office.Level.PROVINCE, user__is_active=True).exclude(user__email="")
    return reachable.select_related("user", "province").order_by("pk")
