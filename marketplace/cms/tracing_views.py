"""Suspected counterfeits, recalls and figures of scans within an officer's scope; any other thing is a 404."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.log_actions import log

from catalogue.models import Product
from catalogue.queries import ProductQuerySet
from marketplace.accounts.models import User
from marketplace.accounts.roles import is_curator
from marketplace.cms import scope
from marketplace.cms.frame import SHOW_OR_SEND, authority_of, need_authority, need_desk
from marketplace.tracing.desk import answer, send_photo, told
from marketplace.tracing.figures import PERIODS, figures_of, period_of, rows_of_file
from marketplace.tracing.files import csv_of
from marketplace.tracing.forms import CaseForm, LiftForm, RecallForm
from traceability import services
from traceability.cases import Role
from traceability.models import Case, Lot, ScanDay
from traceability.scan_queries import ScanDayQuerySet

RECALLED, LIFTED = "ocop.recalled_lot", "ocop.lifted_recall"


@require_http_methods(SHOW_OR_SEND)
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One suspicion: what was seen, what was done, and the outcome."""
    held = _own_case(request, pk)
    posted = request.POST if request.method == "POST" and need_authority(request) else None
    form = CaseForm(posted, case=held, role=Role.AUTHORITY)
    if form.is_needed and form.is_valid():
        answer(request, held, form, Role.AUTHORITY)
        return redirect("cases_desk:inspect", held.pk)
    shown = {"form": form if form.is_needed and authority_of(request.user) else None}
    context = told(held) | shown | _framed(held.receipt, "cases_desk", _("Nghi hàng giả"))
    return render(request, "cms/case.html", context, status=422 if form.is_needed and form.errors else 200)


@never_cache
@require_safe
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    return send_photo(_own_case(request, pk))


@require_safe
def lot(request: HttpRequest, pk: int) -> HttpResponse:
    """One lot with its steps, to recall it or take a recall back."""
    held = _own_lot(request, pk)
    speaks = bool(authority_of(request.user))
    may = {"may_recall": speaks and services.may_recall(held, Role.AUTHORITY), "may_lift": speaks and held.is_recalled}
    context = {"lot": held, "events": held.events.told()} | may
    return render(request, "cms/lot.html", context | _framed(held.number, "lots_desk", _("Lô và thu hồi")))


@require_http_methods(SHOW_OR_SEND)
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn all labels of a lot red from the next scan on; its number is typed once more."""
    held, author = _own_lot(request, pk), need_authority(request)
    form = RecallForm(request.POST if request.method == "POST" else None, lot=held)
    if form.is_valid():
        said = form.said | _said_by(request.user, author)
        return _done(request, held, RECALLED, lambda: services.recall_lot(held, **said), form.said)
    return _asked(request, held, form, _("Thu hồi lô"), danger=True)


@require_http_methods(SHOW_OR_SEND)
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a recall back by a step of its own."""
    held, author = _own_lot(request, pk), need_authority(request)
    form = LiftForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data | _said_by(request.user, author)
        return _done(request, held, LIFTED, lambda: services.lift_recall(held, **said), form.cleaned_data)
    return _asked(request, held, form, _("Gỡ lệnh thu hồi"), danger=False)


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Scans and traced products of the person's province; of all for the ministry and for curators."""
    scans, products = _figures_within(request.user)
    first, last = period_of(request.GET.get("ngay", ""), localdate())
    context = {
        "figures": figures_of(scans, products, first, last),
        "periods": PERIODS,
        "days": (last - first).days + 1,
        **_framed(_("Số liệu quét"), "scans_desk", _("Số liệu quét")),
    }
    return render(request, "cms/scan_figures.html", context)


@require_safe
def figures_csv(request: HttpRequest) -> HttpResponse:
    scans, _products = _figures_within(request.user)
    first, last = period_of(request.GET.get("ngay", ""), localdate())
    return csv_of(rows_of_file(scans, first, last), first, last)


def _figures_within(user: User) -> tuple[ScanDayQuerySet, ProductQuerySet]:
    if not scope.has_desk(user) and not is_curator(user):
        raise PermissionDenied(_("Trang này dành cho cán bộ quản lý sổ chứng nhận."))
    own = scope.province_of(user)
    if own is None:
        return ScanDay.objects.all(), Product.objects.all()
    return ScanDay.objects.of_place(own), Product.objects.of_place(own)


def _own_case(request: HttpRequest, pk: int) -> Case:
    need_desk(request)
    return get_object_or_404(scope.cases(request.user), pk=pk)


def _own_lot(request: HttpRequest, pk: int) -> Lot:
    need_desk(request)
    return get_object_or_404(scope.lots(request.user), pk=pk)


def _said_by(user: User, author: str) -> dict:
    return {"author_class": Role.AUTHORITY, "author": author, "actor": user}


def _done(request: HttpRequest, held: Lot, action: str, act: Callable, data: dict) -> HttpResponse:
    """Do it, with its line in Wagtail's log beside the step in the lot's own."""
    try:
        with transaction.atomic():
            act()
            log(instance=held, action=action, user=request.user, data=data)
    except (services.LotRecalled, services.LotNotRecalled):
        messages.warning(request, _("Lô này vừa được xử lý ở nơi khác."))
    else:
        messages.success(request, _("Đã ghi. Từ lần quét tới, mọi tem của lô sẽ hiển thị đúng tình trạng này."))
    return redirect("lots_desk:inspect", held.pk)


def _asked(request: HttpRequest, held: Lot, form: RecallForm | LiftForm, title: str, *, danger: bool) -> HttpResponse:
    context = {"lot": held, "form": form, "title": title, "danger": danger}
    framed = _framed(f"{title} {held.number}", "lots_desk", _("Lô và thu hồi"))
    return render(request, "cms/lot_act.html", context | framed, status=422 if form.errors else 200)


def _framed(title: str, room: str, name: str) -> dict:
    """Title, icon and the way back."""
    trail = [{"url": reverse("wagtailadmin_home"), "label": _("Trang đầu")}]
    if title != name:
        trail.append({"url": reverse(f"{room}:index"), "label": name})
    trail.append({"url": "", "label": title})
    return {"header_title": title, "header_icon": "view", "breadcrumbs_items": trail}
