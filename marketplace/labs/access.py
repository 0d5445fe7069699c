"""Who writes for a laboratory, and what they find: lots that name it, and its results. Any other id is a 404."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from marketplace.accounts.roles import laboratory_of
from traceability.models import Event, Lot


def laboratories_only(view: Callable) -> Callable:
    """For people of a laboratory; the view finds `request.laboratory`."""

    @wraps(view)
    @login_required
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        request.laboratory = laboratory_of(request.user)
        if request.laboratory is None:
            raise PermissionDenied(_("Tài khoản này chưa gắn với phòng kiểm nghiệm nào."))
        return view(request, *args, **kwargs)

    return wrapped


def results_of(request: HttpRequest) -> QuerySet[Event]:
    """Results that this laboratory told, whatever it is called by now and whether or not the lot still names it."""
    return request.laboratory.results.select_related("lot__product__owner")


def lots_of(request: HttpRequest) -> QuerySet[Lot]:
    """Lots whose producer names this laboratory, and those of which it told a result; the newest first."""
    seen = Q(pk__in=request.laboratory.lots.values("pk")) | Q(pk__in=request.laboratory.results.values("lot"))
    return Lot.objects.filter(seen).select_related("product__owner").order_by("-pk")


def get_lot(request: HttpRequest, pk: int) -> Lot:
    return get_object_or_404(lots_of(request), pk=pk)
