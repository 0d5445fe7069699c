from django.contrib import messages
from django.core.paginator import Paginator
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from marketplace.accounts.roles import INVOICE, SHIP, may
from marketplace.buyers.forms import IssuedForm
from marketplace.buyers.models import InvoiceRequest, ParcelInvoice
from marketplace.order import services
from marketplace.order.change_forms import RestockForm
from marketplace.order.models import Parcel
from marketplace.order.states import IllegalTransition
from marketplace.producers.access import get_own_parcel, members_only, members_who
from marketplace.producers.forms import ReasonForm, ShipForm
from marketplace.producers.queries import parcels_of

PER_PAGE = 20
SHELVES = {
    "": (gettext_lazy("Cần làm"), ("new", "accepted", "packed")),
    "da-gui": (gettext_lazy("Đã gửi"), ("shipped", "undeliverable", "returning")),
    "xong": (gettext_lazy("Xong"), ("delivered", "completed")),
    "khong-thanh": (gettext_lazy("Không thành"), ("rejected", "cancelled", "returned", "lost")),
}
NEXT = {  # what the state asks of the producer, in few words; the others say their own name
    "new": (gettext_lazy("Chờ nhận"), "warn"),
    "accepted": (gettext_lazy("Chờ đóng gói"), "warn"),
    "packed": (gettext_lazy("Chờ gửi đi"), "warn"),
    "rejected": (gettext_lazy("Đã từ chối"), "bad"),
    "undeliverable": (gettext_lazy("Không giao được"), "bad"),
    "returning": (gettext_lazy("Đang chuyển hoàn"), "warn"),
    "lost": (gettext_lazy("Thất lạc"), "bad"),
    "cancelled": (gettext_lazy("Kiện đã hủy"), "none"),
    "returned": (gettext_lazy("Đã chuyển hoàn"), "none"),
}
NEEDS_ADDRESS = {"new", "accepted", "packed", "shipped", "undeliverable", "returning", "delivered"}
ACTS = {  # what a person may do to a parcel: the verb, and what is said when it is done
    "accept": (services.accept_parcel, gettext_lazy("Đã nhận kiện %(number)s. Việc tiếp theo: đóng gói.")),
    "pack": (services.pack_parcel, gettext_lazy("Kiện %(number)s đã đóng gói. Việc tiếp theo: gửi đi.")),
    "ship": (
        services.ship_parcel,
        gettext_lazy("Đã gửi kiện %(number)s. Người mua thấy ngay trên trang theo dõi."),
    ),
    "deliver": (services.deliver_parcel, gettext_lazy("Kiện %(number)s đã giao tới người mua.")),
    "reject": (services.reject_parcel, gettext_lazy("Đã từ chối kiện %(number)s. Hàng đã trở lại kho.")),
    "undeliverable": (
        services.report_undeliverable,
        gettext_lazy("Đã ghi kiện %(number)s không giao được. Khi hàng quay về, bấm bước tiếp theo."),
    ),
    "send-back": (services.send_parcel_back, gettext_lazy("Kiện %(number)s đang chuyển hoàn.")),
    "receive-back": (
        services.receive_parcel_back,
        gettext_lazy("Đã nhận lại kiện %(number)s. Xem hàng rồi mới cho vào kho."),
    ),
    "lose": (services.report_lost, gettext_lazy("Đã ghi kiện %(number)s thất lạc. Tiền người mua đã trả được hoàn.")),
}


@require_safe
@members_only
def parcel_list(request: HttpRequest) -> HttpResponse:
    """Đơn hàng: own parcels by how far they are."""
    chosen = request.GET.get("tinh-trang", "")
    chosen = chosen if chosen in SHELVES else ""
    found = parcels_of(request.producer).filter(status__in=SHELVES[chosen][1]).with_lines()
    page = Paginator(found if chosen else found.order_by("pk"), PER_PAGE).get_page(request.GET.get("page"))
    shelves = [{"slug": slug, "name": name, "chosen": slug == chosen} for slug, (name, _statuses) in SHELVES.items()]
    for parcel in page:
        say_state(parcel)
    context = {"page": page, "shelves": shelves, "query": f"tinh-trang={chosen}&" if chosen else ""}
    return render(request, "workspace/parcels.html", context)


def say_state(parcel: Parcel) -> Parcel:
    """Put on the parcel what its state asks of the producer (`said`) and its `tone`."""
    parcel.said, parcel.tone = NEXT.get(parcel.status, (parcel.get_status_display(), "good"))
    return parcel


@require_safe
@members_only
def parcel_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One own parcel: own lines, the address while it is needed, and the next act."""
    return show(request, get_own_parcel(request, pk))


def show(
    request: HttpRequest,
    parcel: Parcel,
    *,
    ship: ShipForm | None = None,
    reject: ReasonForm | None = None,
    invoice: IssuedForm | None = None,
    restock: RestockForm | None = None,
    status: int = 200,
) -> HttpResponse:
    restock = restock or RestockForm(parcel=parcel)
    context = {
        "parcel": say_state(parcel),
        "lines": parcel.lines.all(),
        "events": parcel.events.all(),
        "shows_address": parcel.status in NEEDS_ADDRESS,
        "ship_form": ship or ShipForm(),
        "reject_form": reject or ReasonForm(),
        "restock_form": restock if restock.line_names else None,
        "returns": parcel.returns.order_by("-pk"),
        "may_ship": may(request.membership, SHIP),
        "asked": InvoiceRequest.objects.filter(order=parcel.order_id).first(),
        "issued": (issued := ParcelInvoice.objects.filter(parcel=parcel).first()),
        "invoice_form": invoice or IssuedForm(initial=issued and model_to_dict(issued, ["number", "lookup_code"])),
        "may_invoice": may(request.membership, INVOICE),
    }
    return render(request, "workspace/parcel.html", context, status=status)


@require_POST
@members_who(SHIP)
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """A step that needs no more words."""
    return act(request, get_own_parcel(request, pk), verb)


@require_POST
@members_who(SHIP)
def ship(request: HttpRequest, pk: int) -> HttpResponse:
    parcel, form = get_own_parcel(request, pk), ShipForm(request.POST)
    if not form.is_valid():
        return show(request, parcel, ship=form, status=422)
    return act(request, parcel, "ship", **form.cleaned_data)


@require_POST
@members_who(SHIP)
def step_with_reason(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """A step that the buyer is told the reason of."""
    parcel, form = get_own_parcel(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return show(request, parcel, reject=form, status=422)
    return act(request, parcel, verb, **form.cleaned_data)


@require_POST
@members_who(SHIP)
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Pieces that came back, and were looked at, lie on the shelf again."""
    parcel = get_own_parcel(request, pk)
    form = RestockForm(request.POST, parcel=parcel)
    if not form.is_valid():
        return show(request, parcel, restock=form, status=422)
    try:
        services.restock(parcel, form.pieces(), by=request.user)
    except services.NotThatMany:
        messages.warning(request, _("Số hàng vừa thay đổi, xin xem lại."))
    else:
        messages.success(request, _("Đã cho hàng trở lại kho."))
    return redirect("workspace:parcel", pk=parcel.pk)


def act(request: HttpRequest, parcel: Parcel, verb: str, **facts) -> HttpResponse:
    """Do one step of a parcel and go back to it; a second click finds nothing to do and says so."""
    do, said = ACTS[verb]
    try:
        do(parcel, by=request.user, **facts)
    except IllegalTransition:
        messages.warning(
            request, _("Kiện %(number)s đã ở bước khác, xin xem tình trạng bên dưới.") % {"number": parcel.number}
        )
    else:
        messages.success(request, said % {"number": parcel.number})
    return redirect("workspace:parcel", pk=parcel.pk)
