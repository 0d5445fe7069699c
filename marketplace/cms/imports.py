"""Nhập danh sách: an officer sends an official list, reads what it would bring, saves the good rows."""

import csv
from pathlib import PurePath

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from catalogue.imports.files import MOST_BYTES
from catalogue.models import RegisterImport
from marketplace.accounts.models import User
from marketplace.accounts.roles import office_of
from marketplace.cms import scope
from marketplace.cms.desk import DeskIndex, DeskViewSet
from marketplace.cms.imports_running import save_rows, start_saving, take_upload

State = RegisterImport.State
SHOWN = 300  # lines of the report on the page; the CSV has all
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would take the cell for a formula


def imports_within(user: User) -> QuerySet[RegisterImport]:
    """Lists that the person's own office brought in; all for admins."""
    rows = RegisterImport.objects.select_related("actor").defer("report")
    if user.is_superuser:
        return rows
    office = office_of(user)
    if office is None:
        return rows.none()
    return rows.filter(actor__office__level=office.level, actor__office__province=office.province_id)


def own_import(request: HttpRequest, pk: int) -> RegisterImport:
    """A list of the own office; any other is 404."""
    _need_desk(request)
    return get_object_or_404(imports_within(request.user), pk=pk)


class ImportForm(forms.Form):
    """A CSV or XLSX file."""

    file = forms.FileField(
        label=gettext_lazy("Tệp danh sách"),
        help_text=gettext_lazy("CSV hoặc XLSX, tối đa 10 MB và 20.000 dòng."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("Tệp lớn quá 10 MB. Xin tách thành nhiều tệp."))
        if PurePath(file.name).suffix.lower() not in (".csv", ".xlsx", ".txt"):
            raise forms.ValidationError(_("Chỉ nhận tệp .csv hoặc .xlsx."))
        return file


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Send a list; it is read for trial, nothing is kept yet."""
    _need_desk(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        return redirect("imports_desk:inspect", take_upload(file.name, file.read(), request.user).pk)
    return render(request, "cms/import_new.html", {"form": form} | _frame(_("Nhập danh sách")))


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is; then what it would bring, or brought."""
    shown = own_import(request, pk)
    lines = shown.report
    notes = [line["reason"] for line in lines if not line["row"]]
    problems = [line for line in lines if line["row"]]
    context = {
        "shown": shown,
        "running": shown.state in (State.READING, State.SAVING),
        "percent": 100 * shown.rows_done // shown.rows_total if shown.rows_total else 0,
        "notes": notes,
        "problems": problems[:SHOWN],
        "more": len(problems[SHOWN:]),
        "bad_rows": len({(line["sheet"], line["row"]) for line in problems}),
        "may_save": shown.state == State.READ and (shown.rows_new or shown.rows_done < shown.rows_total),
        "earlier": _earlier(request.user, shown),
    }
    return render(request, "cms/import.html", context | _frame(shown.file_name))


@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the good rows of a list that was read; or go on where a worker died."""
    kept = own_import(request, pk)
    if not start_saving(kept) and kept.state == State.SAVING and "again" in request.POST:
        save_rows.enqueue(kept.pk)
    kept.refresh_from_db(fields=["state", "rows_new"])
    if kept.state == State.DONE:
        messages.success(request, _saved(kept.rows_new))
    return redirect("imports_desk:inspect", pk)


@require_safe
def errors(request: HttpRequest, pk: int) -> HttpResponse:
    """Every line of the report as CSV, for a spreadsheet."""
    kept = own_import(request, pk)
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="loi-{kept.pk}.csv"'
    lines = csv.writer(answer)
    lines.writerow(["Trang", "Dòng", "Cột", "Lý do"])
    for line in kept.report:
        lines.writerow([safe_cell(line[name]) for name in ("sheet", "row", "column", "reason")])
    return answer


def safe_cell(value: object) -> str:
    """Text that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def bad_rows(kept: RegisterImport) -> int:
    """Rows that were left out, once it was read."""
    return max(kept.rows_total - kept.rows_new - kept.rows_known, 0)


class ImportIndex(DeskIndex):
    within = imports_within
    page_title = gettext_lazy("Nhập danh sách")
    nothing_here = gettext_lazy("Chưa có danh sách nào được nhập.")
    results_template_name = "cms/list_results.html"
    add_item_label = gettext_lazy("Nhập tệp mới")
    default_ordering = "-at"


class ImportDesk(DeskViewSet):
    model = RegisterImport
    name = "imports_desk"
    url_prefix = "nhap-danh-sach"
    icon = "upload"
    menu_label = gettext_lazy("Nhập danh sách")
    add_to_admin_menu = True
    menu_order = 151
    index_view_class = ImportIndex
    list_display = [
        TitleColumn("file_name", label=gettext_lazy("Tệp"), url_name="imports_desk:inspect"),
        Column("state", label=gettext_lazy("Tình trạng"), accessor="get_state_display"),
        Column("rows_total", label=gettext_lazy("Số dòng")),
        Column("rows_new", label=gettext_lazy("Mới")),
        Column("rows_known", label=gettext_lazy("Đã có")),
        Column("bad", label=gettext_lazy("Bỏ qua"), accessor=bad_rows),
        Column("actor", label=gettext_lazy("Người nhập")),
        DateColumn("at", label=gettext_lazy("Lúc")),
    ]
    own_paths = (
        path("them/", upload, name="add"),
        path("<int:pk>/", report, name="inspect"),
        path("<int:pk>/luu/", save, name="save"),
        path("<int:pk>/loi.csv", errors, name="errors"),
    )


def _need_desk(request: HttpRequest) -> None:
    if not scope.has_desk(request.user):
        raise PermissionDenied(_("Trang này dành cho cán bộ quản lý sổ chứng nhận."))


def _earlier(user: User, shown: RegisterImport) -> RegisterImport | None:
    """The last time this very file was saved."""
    same = imports_within(user).filter(sha256=shown.sha256, state=State.DONE, pk__lt=shown.pk)
    return same.first()


def _saved(count: int) -> str:
    return ngettext(
        "Đã lưu %(count)s giấy chứng nhận mới.", "Đã lưu %(count)s giấy chứng nhận mới.", count
    ) % {"count": count}  # fmt: skip


def _frame(title: str) -> dict:
    """What Wagtail's base template asks for."""
    return {
        "header_title": title,
        "header_icon": "upload",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Trang đầu")},
            {"url": reverse("imports_desk:index"), "label": _("Nhập danh sách")},
            {"url": "", "label": title},
        ],
    }
