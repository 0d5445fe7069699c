"""What left the house and what did not: the outbox as operators read it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.accounts.roles import is_operator
from marketplace.notifications.models import OutboxMessage
from marketplace.notifications.services import NotParked, retry

PAGE_SIZE = 50
LONGEST = 100  # letters that are looked for


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Messages by state, channel and words, newest first, without their texts."""
    _need_operator(request)
    asked = _asked(request.GET)
    found = OutboxMessage.objects.found(**asked).defer("text", "html")
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in asked.items() if value})
    context = {
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("p")),
        "asked": asked,
        "query": query.urlencode(),
        "states": OutboxMessage.State.choices,
        "channels": OutboxMessage.Channel.choices,
    }
    return render(request, "oscar/dashboard/outbox/index.html", context)


@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message as it was written; a link that opens an account is never shown."""
    _need_operator(request)
    shown = get_object_or_404(OutboxMessage, pk=pk)
    context = {"message_shown": shown, "retries": shown.retries.select_related("by")}
    return render(request, "oscar/dashboard/outbox/message.html", context)


@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a parked message on its way again; who did so stands in its record."""
    _need_operator(request)
    try:
        retry(get_object_or_404(OutboxMessage, pk=pk), by=request.user)
    except NotParked:
        messages.error(request, _("Thư này không còn ở trạng thái không gửi được."))
    else:
        messages.success(request, _("Thư sẽ được gửi lại trong một phút."))
    return redirect("outbox:message", pk)


def _asked(given: QueryDict) -> dict[str, str]:
    state, channel = given.get("state", ""), given.get("channel", "")
    return {
        "state": state if state in OutboxMessage.State.values else "",
        "channel": channel if channel in OutboxMessage.Channel.values else "",
        "words": given.get("words", "").strip()[:LONGEST],
    }


def _need_operator(request: HttpRequest) -> None:
    if not is_operator(request.user):
        raise PermissionDenied(_("Chỉ người vận hành sàn xem thư đi."))
