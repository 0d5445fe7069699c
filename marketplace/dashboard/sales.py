"""The platform's power: operators stop and allow the sale of a product. Certificates are the authority's alone."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from catalogue import services, wording
from catalogue.models import Product
from marketplace.accounts.roles import is_operator
from stories.choosers import named

PAGE_SIZE = 30


class SaleForm(forms.Form):
    """Why a sale is stopped is read by visitors, so it is asked for; allowing it again may say why."""

    reason = forms.CharField(label=gettext_lazy("Lý do"), max_length=300, widget=forms.TextInput)

    def __init__(self, *args, product: Product, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = (
            _("Ghi vào lịch sử nội bộ.") if product.sale_suspended_at else _("Người mua đọc được lý do này.")
        )


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Products whose sale is stopped, or those that the words find."""
    _need_operator(request)
    words = request.GET.get("q", "").strip()
    products = Product.objects.select_related("owner", "province").order_by("title", "pk")
    found = named(products, words) if words else products.suspended()
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("p"))
    return render(request, "oscar/dashboard/sales/index.html", {"page": page, "words": words})


@require_http_methods(["GET", "HEAD", "POST"])
def product(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop one product's sale, or allow it again; its whole history of sale below."""
    _need_operator(request)
    shown = get_object_or_404(Product.objects.with_register(), pk=pk)
    form = SaleForm(request.POST or None, product=shown)
    if request.method == "POST" and form.is_valid() and _turned(request, shown, form):
        return redirect("sales:product", shown.pk)
    context = {
        "product": shown,
        "form": form,
        "said": wording.register_state(shown, localdate()),
        "offer": wording.offer_of(shown, localdate()),
        "events": shown.sale_events.select_related("actor").order_by("-at", "-pk"),
    }
    return render(request, "oscar/dashboard/sales/product.html", context)


def _need_operator(request: HttpRequest) -> None:
    if not is_operator(request.user):
        raise PermissionDenied(_("Chỉ người vận hành sàn tạm ngừng hoặc mở bán sản phẩm."))


def _turned(request: HttpRequest, shown: Product, form: SaleForm) -> bool:
    verb = services.resume_sale if request.POST.get("act") == "resume" else services.suspend_sale
    try:
        verb(shown, reason=form.cleaned_data["reason"], actor=request.user)
    except services.SaleUnchanged:
        form.add_error(None, _("Vừa có người khác đổi trạng thái bán của sản phẩm này. Xin xem lại."))
        return False
    messages.success(request, _("Đã ghi vào lịch sử bán của “%(title)s”.") % {"title": shown.title})
    return True
