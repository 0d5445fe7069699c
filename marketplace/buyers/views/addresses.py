from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.buyers.forms import AddressForm
from marketplace.buyers.models import SavedAddress
from marketplace.buyers.services import addresses
from marketplace.checkout.helps import HELPS, helped, old_names_in


@require_safe
@never_cache
@login_required
def address_list(request: HttpRequest) -> HttpResponse:
    """Sổ địa chỉ."""
    return render(request, "account/address_list.html", {"addresses": SavedAddress.objects.of(request.user)})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, _own(request, pk))


@require_POST
@login_required
def make_default(request: HttpRequest, pk: int) -> HttpResponse:
    addresses.make_default(_own(request, pk))
    messages.success(request, _("Đã đặt làm địa chỉ mặc định."))
    return redirect("account:addresses")


@require_POST
@login_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    addresses.remove_address(_own(request, pk))
    messages.success(request, _("Đã xóa địa chỉ."))
    return redirect("account:addresses")


def _own(request: HttpRequest, pk: int) -> SavedAddress:
    return get_object_or_404(SavedAddress.objects.of(request.user), pk=pk)


def _edit(request: HttpRequest, address: SavedAddress | None) -> HttpResponse:
    if request.method != "POST":
        return _page(request, AddressForm(address=address), address)
    if request.POST.keys() & HELPS:
        return _page(request, AddressForm(initial=helped(request.POST)), address)
    form = AddressForm(request.POST)
    if form.is_valid():
        try:
            addresses.save_address(request.user, facts=form.cleaned_data, address=address)
        except addresses.TooManyAddresses as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã lưu địa chỉ."))
            return redirect("account:addresses")
    return _page(request, form, address, status=422)


def _page(request: HttpRequest, form: AddressForm, address: SavedAddress | None, status: int = 200) -> HttpResponse:
    context = {"form": form, "address": address} | old_names_in(request.POST)
    return render(request, "account/address_form.html", context, status=status)
