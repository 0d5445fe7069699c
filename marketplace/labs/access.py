"""Who writes for a laboratory, and what they find: lots that name it. Any other id is a 404."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from traceability.models import Event, Lot


def laboratories_only(view: Callable) -> Callable:
    """For people of a laboratory; the view finds `request.laboratory`."""

    @wraps(view)
    @login_required
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        request.laboratory = request.user.laboratories.active().first()
        if request.laboratory is None:
            raise PermissionDenied(_("Tài khoản này chưa gắn với phòng kiểm nghiệm nào."))
        return view(request, *args, **kwargs)

    return wrapped


def lots_named(request: HttpRequest) -> QuerySet[Lot]:
    """Lots whose producer named this laboratory, the newest first."""
    return Lot.objects.filter(laboratories=request.laboratory).select_related("product__owner").order_by("-pk")


def results_of(request: HttpRequest) -> QuerySet[Event]:
    """Results that this laboratory told, by its name as it stood then."""
    told = Event.objects.filter(lot__in=lots_named(request), author_class=Event.AuthorClass.LAB)
    return told.filter(author_name=request.laboratory.name).select_related("lot__product__owner")


def get_named_lot(request: HttpRequest, pk: int) -> Lot:
    return get_object_or_404(lots_named(request), pk=pk)
