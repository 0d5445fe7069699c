"""One product on the officers' desk: its facts may be corrected; its name, maker and stars stand as certified."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from catalogue import wording
from catalogue.models import Product
from catalogue.place_wording import origin_in_words
from marketplace.cms import scope
from marketplace.cms.frame import SHOW_OR_SEND, need_desk
from marketplace.cms.product_forms import ProductFactsForm

EDITED = "ocop.product_edited"


@require_http_methods(SHOW_OR_SEND)
def product(request: HttpRequest, pk: int) -> HttpResponse:
    """A product of the person's scope; what is changed is noted with who did it."""
    need_desk(request)
    shown = get_object_or_404(scope.products(request.user).with_page(), pk=pk)
    form = ProductFactsForm(request.POST if request.method == "POST" else None, instance=shown)
    if form.is_bound and form.is_valid():
        _save(request, form)
        return redirect("products_desk:inspect", shown.pk)
    context = {
        "product": shown,
        "form": form,
        "said": wording.register_state(shown, localdate()),
        "origin": origin_in_words(shown.origin_as_printed, shown.origin_then, shown.origin_now, shown.province),
        "entries": entries_of(shown),
    }
    return render(request, "cms/product.html", context | _framed(shown.title))


def _save(request: HttpRequest, form: ProductFactsForm) -> None:
    with transaction.atomic():
        changed = form.save_changes()
        if changed:
            names = ", ".join(str(form.fields[name].label) for name in changed)
            log(instance=form.instance, action=EDITED, user=request.user, data={"reason": names})
    if changed:
        messages.success(request, _("Đã lưu “%(name)s”.") % {"name": form.instance.title})
    if "origin_as_printed" in changed and form.instance.origin_as_printed and not any(form.origin):
        messages.warning(request, _("Chưa nối được xuất xứ với đúng một xã, phường: trang sản phẩm ghi như in."))


def entries_of(held: Product):
    """What Wagtail's log says of a product, the newest first."""
    kind = ContentType.objects.get_for_model(Product)
    own = ModelLogEntry.objects.filter(content_type=kind, object_id=str(held.pk))
    return own.select_related("user").order_by("-timestamp", "-pk")


def _framed(title: str) -> dict:
    trail = [
        {"url": reverse("wagtailadmin_home"), "label": _("Trang đầu")},
        {"url": reverse("products_desk:index"), "label": _("Sản phẩm")},
    ]
    return {"header_title": title, "header_icon": "tag", "breadcrumbs_items": [*trail, {"url": "", "label": title}]}
