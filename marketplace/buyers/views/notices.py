from allauth.account.models import EmailAddress
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from catalogue.cards import title_of
from catalogue.models import Product
from catalogue.wording import offer_of
from marketplace.accounts.adapter import language_of
from marketplace.buyers.forms import NoticeForm
from marketplace.buyers.models import StockNotice
from marketplace.buyers.services.notices import ask_for_notice, confirm_notice, stop_notice
from marketplace.networks import times

ALLOWED, SECONDS = 10, 600  # wishes per network within ten minutes


@require_POST
@never_cache
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Wait for a sold-out product; the answer is the same whoever waits already."""
    product = get_object_or_404(Product.objects.public().with_register().prefetch_related("translations"), pk=pk)
    form = NoticeForm(request.POST)
    if times(request, "stock-notice", SECONDS) > ALLOWED:
        form.is_valid()
        form.add_error(None, _("Quá nhiều yêu cầu. Xin thử lại sau mười phút."))
        return _form_page(request, product, form, status=429)
    if offer_of(product, localdate()).kind != "out_of_stock":
        messages.info(request, _("Sản phẩm này hiện không chờ hàng, xin xem tình trạng trên trang."))
        return redirect(product)
    if not form.is_valid():
        return _form_page(request, product, form, status=422)
    email = form.cleaned_data["email"]
    ask_for_notice(product, email, language=language_of(request.user), at=now(), is_confirmed=_is_own(request, email))
    messages.success(request, _("Đã ghi. Nếu cần xác nhận, bạn nhận một thư ở %(email)s.") % {"email": email})
    return redirect(product)


def _is_own(request: HttpRequest, email: str) -> bool:
    """Whether the address is one that the signed-in visitor has confirmed."""
    if not request.user.is_authenticated:
        return False
    return EmailAddress.objects.filter(user=request.user, email__iexact=email, verified=True).exists()


def _form_page(request: HttpRequest, product: Product, form: NoticeForm, status: int) -> HttpResponse:
    context = {"product": product, "title": title_of(product), "form": form}
    return render(request, "account/notice_form.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Where the mail leads; a button does it, so that a mail scanner's visit does not."""
    notice = _of(token)
    if request.method == "POST":
        confirm_notice(notice, at=now())
        return redirect("account:stock-notice-confirm", token)
    return _page(request, notice, asks="confirm" if notice.state == StockNotice.State.ASKED else "")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Where each mail offers to end it."""
    notice = _of(token)
    if request.method == "POST":
        stop_notice(notice)
        return redirect("account:stock-notice-stop", token)
    return _page(request, notice, asks="stop" if notice.state in ("asked", "waiting") else "")


def _of(token: str) -> StockNotice:
    notices = StockNotice.objects.select_related("product__parent", "product__owner")
    return get_object_or_404(notices, token=token)


def _page(request: HttpRequest, notice: StockNotice, *, asks: str) -> HttpResponse:
    context = {"notice": notice, "title": title_of(notice.product), "asks": asks}
    return render(request, "account/notice.html", context)
