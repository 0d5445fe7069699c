from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from catalogue.models import Producer
from marketplace.accounts import roles
from marketplace.buyers.models import Review
from marketplace.order.models import Parcel
from marketplace.order.returns import ReturnRequest
from marketplace.producers import queries
from marketplace.producers.access import members_only
from marketplace.sent import number_in
from traceability.models import Case, Label


@require_safe
@members_only
def today(request: HttpRequest) -> HttpResponse:
    """Hôm nay: what waits to be done, each with its number and the way there."""
    day = localdate()
    tasks = [task for task in all_tasks(request.producer, day) if task["count"]]
    context = {
        "tasks": tasks,
        "day": day,
        "steps": first_steps(request.producer),
        "memberships": roles.memberships_of(request.user),
    }
    return render(request, "workspace/today.html", context)


@require_POST
@members_only
def switch(request: HttpRequest) -> HttpResponse:
    """Open the workspace of another producer that this person works for."""
    wanted = request.POST.get("membership", "")
    membership = get_object_or_404(request.user.memberships, pk=number_in(wanted))
    request.session["membership"] = membership.pk
    return redirect("workspace:today")


def all_tasks(producer: Producer, day: date) -> list[dict]:
    """Every kind of work with how much of it there is; the most urgent first."""
    tasks = [*parcel_tasks(producer), *return_tasks(producer), *stock_tasks(producer, day), *label_tasks(producer)]
    return [*tasks, *case_tasks(producer), *paper_tasks(producer, day), *review_tasks(producer)]


def parcel_tasks(producer: Producer) -> list[dict]:
    waiting = Parcel.objects.of_producer(producer).awaiting_dispatch().values_list("status", flat=True)
    count = {status: list(waiting).count(status) for status in ("new", "accepted", "packed")}
    to = reverse("workspace:parcels")
    return [
        task(count["new"], ngettext("đơn mới chờ nhận", "đơn mới chờ nhận", count["new"]), to, "package", urgent=True),
        task(count["accepted"], ngettext("kiện chờ đóng gói", "kiện chờ đóng gói", count["accepted"]), to, "package"),
        task(count["packed"], ngettext("kiện chờ gửi đi", "kiện chờ gửi đi", count["packed"]), to, "truck"),
    ]


def return_tasks(producer: Producer) -> list[dict]:
    """What came back, or wants to: buyers' wishes first."""
    asked = list(ReturnRequest.objects.of_producer(producer).unfinished().values_list("state", flat=True))
    wishes, coming = asked.count("requested"), asked.count("approved")
    stranded = Parcel.objects.of_producer(producer).filter(status__in=("undeliverable", "returning")).count()
    to, sent = reverse("workspace:parcel-returns"), reverse("workspace:parcels") + "?tinh-trang=da-gui"
    return [
        task(
            wishes,
            ngettext("yêu cầu trả hàng chờ trả lời", "yêu cầu trả hàng chờ trả lời", wishes),
            to,
            "undo",
            urgent=True,
        ),
        task(coming, ngettext("hàng trả đang chờ nhận lại", "hàng trả đang chờ nhận lại", coming), to, "undo"),
        task(stranded, ngettext("kiện không giao được", "kiện không giao được", stranded), sent, "truck"),
    ]


def stock_tasks(producer: Producer, day: date) -> list[dict]:
    low, unpriced = queries.low_on_stock(producer, day).count(), queries.without_price(producer, day).count()
    boxes = queries.incomplete_boxes(producer, day).count()
    to = reverse("workspace:stock")
    return [
        task(
            boxes,
            ngettext("hộp quà ngừng bán vì một món", "hộp quà ngừng bán vì một món", boxes),
            reverse("workspace:products"),
            "package",
            urgent=True,
        ),
        task(low, ngettext("sản phẩm sắp hết hàng", "sản phẩm sắp hết hàng", low), to, "store"),
        task(
            unpriced,
            ngettext("sản phẩm có chứng nhận mà chưa có giá", "sản phẩm có chứng nhận mà chưa có giá", unpriced),
            to,
            "tag",
        ),
    ]


def label_tasks(producer: Producer) -> list[dict]:
    labels = queries.labels_of(producer).filter(lot__state="open")
    generated = labels.filter(state=Label.State.GENERATED).count()
    printed = labels.filter(state=Label.State.PRINTED).count()
    to = reverse("workspace:labels")
    return [
        task(generated, ngettext("tem chờ in", "tem chờ in", generated), to, "qr"),
        task(printed, ngettext("tem đã in chờ kích hoạt", "tem đã in chờ kích hoạt", printed), to, "qr"),
    ]


def case_tasks(producer: Producer) -> list[dict]:
    """Suspected counterfeits that nobody has settled."""
    count = Case.objects.of_producer(producer).unfinished().count()
    words = ngettext("vụ nghi hàng giả cần xem", "vụ nghi hàng giả cần xem", count)
    return [task(count, words, reverse("workspace:cases"), "alert", urgent=True)]


def paper_tasks(producer: Producer, day: date) -> list[dict]:
    ending = queries.certificates_to_renew(producer, day).count()
    waiting = queries.uncertified(producer).count()
    return [
        task(
            ending,
            ngettext("giấy chứng nhận hết hạn trong 180 ngày", "giấy chứng nhận hết hạn trong 180 ngày", ending),
            reverse("workspace:renewals"),
            "certificate",
        ),
        task(
            waiting,
            ngettext("sản phẩm chờ cán bộ ghi nhận chứng nhận", "sản phẩm chờ cán bộ ghi nhận chứng nhận", waiting),
            reverse("workspace:products"),
            "certificate",
        ),
    ]


def review_tasks(producer: Producer) -> list[dict]:
    count = Review.objects.of_producer(producer).unanswered().count()
    words = ngettext("đánh giá chưa trả lời", "đánh giá chưa trả lời", count)
    return [task(count, words, reverse("workspace:reviews"), "edit")]


def task(count: int, label: str, href: str, icon: str, *, urgent: bool = False) -> dict:
    return {"count": count, "label": label, "href": href, "icon": icon, "urgent": urgent}


def first_steps(producer: Producer) -> list[dict]:
    """The way of a new shop; empty once all is done."""
    products = queries.products_of(producer)
    steps = [
        (products.exists(), _("Thêm sản phẩm đầu tiên"), reverse("workspace:product-add")),
        (products.certified(localdate()).exists(), _("Cán bộ ghi nhận giấy chứng nhận"), reverse("workspace:products")),
        (
            products.filter(stockrecords__price__isnull=False).exists(),
            _("Đặt giá và số lượng"),
            reverse("workspace:stock"),
        ),
        (queries.lots_of(producer).exists(), _("Tạo lô và in tem truy xuất"), reverse("workspace:lot-add")),
    ]
    if all(done for done, *rest in steps):
        return []
    return [{"done": done, "label": label, "href": href} for done, label, href in steps]
