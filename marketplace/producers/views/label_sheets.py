"""Đợt tem: make labels of a lot, print them, put them into use, cancel them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts.roles import LABEL, may
from marketplace.producers import label_runs, paper_words
from marketplace.producers.access import get_own_lot, get_own_sheet, members_only, members_who
from marketplace.producers.forms import ReasonForm, posted
from marketplace.producers.forms_labels import LabelsForm, PagesForm
from traceability import pin_checks, printing, services
from traceability.models import Label, LabelSheet, Lot
from traceability.papers import PAPERS
from traceability.sheets import SheetUnreadable

LABELS_PER_PAGE = 50
SAMPLE_WIDTH = 320  # pixels


@require_http_methods(["GET", "HEAD", "POST"])
@members_who(LABEL)
def labels_generate(request: HttpRequest, pk: int) -> HttpResponse:
    """Make labels of a lot, and begin with their file."""
    lot = get_own_lot(request, pk)
    left = lot.labels_left
    form = LabelsForm(posted(request), initial={"count": left or None})
    refusal = refusal_of(lot)
    if form.is_valid() and not refusal and (sheet := _made(lot, form, request)):
        label_runs.start(sheet, request.user)
        return redirect("workspace:sheet", pk=sheet.pk)
    context = {"lot": lot, "left": left, "form": form, "refusal": refusal}
    status = 422 if request.method == "POST" else 200
    return render(request, "workspace/labels_new.html", context, status=status)


def _made(lot: Lot, form: LabelsForm, request: HttpRequest) -> LabelSheet | None:
    """The sheet; None when the form now says why not."""
    try:
        return services.generate_labels(lot, actor=request.user, **form.cleaned_data)
    except services.TooManyLabels as trouble:
        form.add_error("count", _("Lô này chỉ còn %(left)s gói chưa có tem.") % {"left": trouble.left})
    except services.LotRecalled:
        form.add_error(None, _("Lô đã thu hồi, không tạo thêm tem."))
    return None


def refusal_of(lot: Lot) -> str:
    """Why no label of the lot may be made or printed today; "" when they may.

    A label invites to look at a certificate (Decision 1162/QĐ-VPĐP-OCOP: the mark goes with one in force).
    """
    if lot.is_recalled:
        return _("Lô đã thu hồi, không tạo và không in thêm tem.")
    if not lot.product.is_certified(localdate()):
        return _("Sản phẩm không có giấy chứng nhận còn hiệu lực: không tạo và không in thêm tem.")
    return ""


@require_safe
@cache_control(private=True, max_age=600)
@members_only
def lot_sample(request: HttpRequest, pk: int) -> HttpResponse:
    """What a page of one paper would look like, with a code that is nobody's."""
    lot = get_own_lot(request, pk)
    paper = PAPERS.get(request.GET.get("giay", ""))
    if paper is None:
        raise Http404
    return HttpResponse(printing.specimen(lot, paper, width=SAMPLE_WIDTH), content_type="image/png")


@require_safe
@never_cache
@members_only
def sheet_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One sheet: how far its file is, what to do next, its codes and its history."""
    return show(request, get_own_sheet(request, pk))


def show(request: HttpRequest, sheet: LabelSheet, *, pages: PagesForm | None = None) -> HttpResponse:
    paper = PAPERS[sheet.paper]
    tally = sheet.labels.tally()
    first = sheet.labels.first()
    context = {
        "sheet": sheet,
        "lot": sheet.lot,
        "paper": paper_words.WORDS[sheet.paper],
        "pages": paper.pages(sheet.count),
        "percent": 100 * sheet.steps_done // max(sheet.steps_total, 1),
        "is_stalled": label_runs.is_stalled(sheet),
        "is_shared": first is not None and first.kind == Label.Kind.LOT,
        "is_on_packs": paper.is_for_packs,
        "kept_until": sheet.drawn_at and sheet.drawn_at + printing.FILE_KEPT,
        "tally": [(name, tally[state]) for state, name in Label.State.choices if state in tally],
        "waiting": tally.get("printed", 0),
        "living": sum(tally.values()) - tally.get("void", 0) - tally.get("recalled", 0),
        "may_pin": not sheet.pins_printed_at or pin_checks.may_renew(sheet),
        "labels": Paginator(sheet.labels.order_by("pk"), LABELS_PER_PAGE).get_page(request.GET.get("page")),
        "acts": sheet.acts.select_related("actor"),
        "pages_form": pages or PagesForm(pages=paper.pages(sheet.count)),
        "refusal": refusal_of(sheet.lot),
        "may_label": may(request.membership, LABEL),
    }
    return render(request, "workspace/sheet.html", context, status=422 if pages else 200)


@require_POST
@members_who(LABEL)
def sheet_print(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the file of a sheet anew, whole or some of its pages."""
    sheet = get_own_sheet(request, pk)
    if refusal := refusal_of(sheet.lot):
        messages.error(request, refusal)
        return redirect("workspace:sheet", pk=sheet.pk)
    wanted = {}
    if "first" in request.POST:
        form = PagesForm(request.POST, pages=PAPERS[sheet.paper].pages(sheet.count))
        if not form.is_valid():
            return show(request, sheet, pages=form)
        wanted = {"first_page": form.cleaned_data["first"], "last_page": form.cleaned_data["last"]}
    if not label_runs.start(sheet, request.user, **wanted):
        messages.info(request, _("Tệp in đang được chuẩn bị, xin chờ."))
    return redirect("workspace:sheet", pk=sheet.pk)


@require_safe
@never_cache
@members_who(LABEL)
def sheet_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF that was read back; not once the certificate has ended or the lot is recalled."""
    sheet = get_own_sheet(request, pk)
    refusal = refusal_of(sheet.lot)
    if refusal or not (sheet.file and sheet.file.storage.exists(sheet.file.name)):
        messages.error(request, refusal or _("Tệp in không còn nữa. Hãy làm lại tệp in."))
        return redirect("workspace:sheet", pk=sheet.pk)
    name = f"tem-dot-{sheet.pk}.pdf"
    return FileResponse(sheet.file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")


@require_POST
@members_who(LABEL)
def sheet_activate(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the printed labels of a sheet into use."""
    sheet = get_own_sheet(request, pk)
    try:
        count = services.activate_labels(sheet, actor=request.user)
    except services.LotRecalled:
        messages.error(request, _("Lô đã thu hồi, không kích hoạt tem được nữa."))
    else:
        _say_activated(request, count)
    return redirect("workspace:sheet", pk=sheet.pk)


def _say_activated(request: HttpRequest, count: int) -> None:
    if count:
        said = ngettext(
            "Đã kích hoạt %(count)s tem. Quét là thấy ngay.", "Đã kích hoạt %(count)s tem. Quét là thấy ngay.", count
        )
        messages.success(request, said % {"count": count})
    else:
        messages.info(request, _("Không có tem nào chờ kích hoạt. Tem cần được in trước."))


@require_http_methods(["GET", "HEAD", "POST"])
@members_who(LABEL)
def sheet_void(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a whole sheet: printed wrong, torn, lost."""
    sheet, form = get_own_sheet(request, pk), ReasonForm(posted(request))
    if form.is_valid():
        count = services.void_sheet(sheet, reason=form.cleaned_data["reason"], actor=request.user)
        said = ngettext("Đã hủy %(count)s tem.", "Đã hủy %(count)s tem.", count) % {"count": count}
        messages.success(request, said)
        return redirect("workspace:sheet", pk=sheet.pk)
    tally = sheet.labels.tally()
    context = {"sheet": sheet, "form": form, "in_use": tally.get("activated", 0)}
    return render(request, "workspace/sheet_void.html", context, status=422 if form.errors else 200)


@require_POST
@never_cache
@members_who(LABEL)
def sheet_pins(request: HttpRequest, pk: int) -> HttpResponse:
    """A fresh PIN for each label, on paper only: the answer is the one place where they ever stand."""
    sheet = get_own_sheet(request, pk)
    try:
        if refusal := refusal_of(sheet.lot):
            return _refused(request, sheet, refusal)
        pdf = pin_checks.print_pins(sheet, actor=request.user)
    except pin_checks.PinsPrinted:
        return _refused(request, sheet, _("Mã cào của đợt này đã in và tem đã vào sử dụng: không in lại được."))
    except pin_checks.NoPacks:
        return _refused(request, sheet, _("Đợt này không có tem nào mang mã cào được."))
    except pin_checks.NoPinKey:
        return _refused(
            request, sheet, _("Máy chủ chưa đặt khóa PIN_KEY nên chưa in được mã cào. Xin báo người vận hành.")
        )
    except (SheetUnreadable, services.LotRecalled):
        return _refused(request, sheet, _("Chưa in được mã cào. Xin thử lại."))
    headers = {"Content-Disposition": f'attachment; filename="ma-cao-dot-{sheet.pk}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _refused(request: HttpRequest, sheet: LabelSheet, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect("workspace:sheet", pk=sheet.pk)
