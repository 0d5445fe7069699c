"""Who enters a workspace, and what they find there: only their own. A foreign id is a 404."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from catalogue.models import Product, ProductImage
from marketplace.accounts import roles
from marketplace.order.models import Parcel
from marketplace.order.returns import ReturnPhoto, ReturnRequest
from marketplace.producers.queries import labels_of, parcels_of, products_of, sheets_of, steps_of
from traceability.models import Case, Event, Label, LabelSheet, Lot


def members_only(view):
    """For people who work for a producer; the view finds `request.producer` and `request.membership`."""

    @wraps(view)
    @login_required
    def wrapped(request: HttpRequest, *args, **kwargs):
        membership = roles.membership_of(request)
        if membership is None:
            raise PermissionDenied(_("Tài khoản này chưa gắn với cơ sở sản xuất nào trên Chợ OCOP."))
        request.membership, request.producer = membership, membership.producer
        return view(request, *args, **kwargs)

    return wrapped


def members_who(act: str):
    """As members_only, and the member's role may do `act` (roles.SHIP, SELL or LABEL)."""

    def decorator(view):
        @wraps(view)
        @members_only
        def wrapped(request: HttpRequest, *args, **kwargs):
            if not roles.may(request.membership, act):
                raise PermissionDenied(_("Vai trò của bạn ở cơ sở này chỉ được xem, không được làm việc này."))
            return view(request, *args, **kwargs)

        return wrapped

    return decorator


def get_own_product(request: HttpRequest, pk: int) -> Product:
    return get_object_or_404(products_of(request.producer), pk=pk)


def get_own_image(request: HttpRequest, pk: int) -> ProductImage:
    own = ProductImage.objects.filter(product__owner=request.producer).select_related("product__owner")
    return get_object_or_404(own, pk=pk)


def get_own_parcel(request: HttpRequest, pk: int) -> Parcel:
    return get_object_or_404(parcels_of(request.producer), pk=pk)


def get_own_return(request: HttpRequest, pk: int) -> ReturnRequest:
    return get_object_or_404(ReturnRequest.objects.of_producer(request.producer).with_goods(), pk=pk)


def get_own_return_photo(request: HttpRequest, pk: int) -> ReturnPhoto:
    return get_object_or_404(ReturnPhoto, pk=pk, request__parcel__producer=request.producer)


def get_own_lot(request: HttpRequest, pk: int) -> Lot:
    return get_object_or_404(Lot.objects.of_producer(request.producer).select_related("product"), pk=pk)


def get_own_sheet(request: HttpRequest, pk: int) -> LabelSheet:
    return get_object_or_404(sheets_of(request.producer), pk=pk)


def get_own_step(request: HttpRequest, pk: int) -> Event:
    """A step of an own lot that this producer told."""
    return get_object_or_404(steps_of(request.producer), pk=pk)


def get_own_case(request: HttpRequest, pk: int) -> Case:
    """A case about a label of an own product."""
    return get_object_or_404(Case.objects.of_producer(request.producer).with_label(), pk=pk)


def get_own_label(request: HttpRequest, pk: int) -> Label:
    return get_object_or_404(labels_of(request.producer), pk=pk)
