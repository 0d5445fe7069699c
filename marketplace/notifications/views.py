from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from marketplace.networks import times
from marketplace.notifications import consents
from marketplace.notifications.forms import NewsForm
from marketplace.notifications.services import enqueue_mail

TRIES, SECONDS = 5, 3600  # confirmations that one network may ask for


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def news(request: HttpRequest) -> HttpResponse:
    """Ask for news by mail; nothing is kept before the mailbox itself says yes."""
    form = NewsForm(request.POST or None)
    asked = request.method == "POST" and form.is_valid()
    if asked and times(request, "news-asked", SECONDS) > TRIES:
        form.add_error(None, _("Đã gửi nhiều thư xác nhận. Xin đợi một giờ rồi thử lại."))
        return _form_page(request, form, status=429)
    if not asked:
        return _form_page(request, form, status=422 if request.method == "POST" else 200)
    _ask(form.cleaned_data["email"])
    return render(request, "notifications/asked.html", {"email": form.cleaned_data["email"]})


@never_cache
@csrf_exempt  # the signed token is the proof, and a mail program's one-click POST brings no other
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, token: str) -> HttpResponse:
    """Say yes or no to a purpose. Reading the page changes nothing: mail programs open links on their own."""
    told = consents.read(token)
    if told is None:
        raise Http404
    if request.method == "POST":
        language = get_language() or "vi"
        consents.record(told["purpose"], told["address"], is_given=told["yes"], language=language, source="link")
    context = {"told": told, "text": consents.TEXTS[told["purpose"]], "is_done": request.method == "POST"}
    return render(request, "notifications/settle.html", context)


def _form_page(request: HttpRequest, form: NewsForm, status: int) -> HttpResponse:
    context = {"form": form, "text": consents.TEXTS[consents.NEWS]}
    return render(request, "notifications/news.html", context, status=status)


def _ask(email: str) -> None:
    """At most one confirmation a day to one mailbox, whether it said yes before or not: nobody learns that here."""
    language = get_language() or "vi"
    enqueue_mail(
        "news_confirm",
        key=f"news-confirm:{localdate()}:{email.lower()}"[:120],
        to=email,
        language=language,
        context={"url": consents.link(consents.NEWS, email, language=language, yes=True)},
    )
