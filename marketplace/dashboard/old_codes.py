"""Mã cũ: codes that other systems printed and what they lead to; lists of them are tried first, then kept."""

from pathlib import PurePath

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from catalogue.imports.files import MOST_BYTES, FileRefused
from marketplace.dashboard.access import operators_only
from traceability import aliases
from traceability.models import CodeAlias

PER_PAGE, SHOWN = 50, 300  # codes on a page, lines of a report


class ListForm(forms.Form):
    """A list, and whether it is only tried."""

    file = forms.FileField(
        label=gettext_lazy("Tệp danh sách (CSV hoặc XLSX)"),
        help_text=gettext_lazy("Cột: mã cũ, loại, hệ thống, rồi mã tem, hoặc sản phẩm kèm số lô nếu có."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    keep = forms.ChoiceField(
        label=gettext_lazy("Làm gì với tệp"),
        choices=[
            ("", gettext_lazy("Chỉ đọc thử, chưa lưu gì")),
            ("1", gettext_lazy("Lưu các dòng đúng")),
        ],
        required=False,
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES or PurePath(file.name).suffix.lower() not in (".csv", ".xlsx", ".txt"):
            raise forms.ValidationError(_("Chỉ nhận tệp .csv hoặc .xlsx, tối đa 10 MB."))
        return file


@require_http_methods(["GET", "HEAD", "POST"])
@operators_only
def index(request: HttpRequest) -> HttpResponse:
    """All codes, or those that begin as asked; POST tries a list or keeps its good rows."""
    form = ListForm(request.POST or None, request.FILES or None)
    report = _report(request, form) if request.method == "POST" and form.is_valid() else None
    if report and form.cleaned_data["keep"] and not report.problems:
        messages.success(request, _("Đã lưu %(added)s mã mới; %(known)s mã đã có.") % vars(report))
        return redirect("old-codes:index")
    words = request.GET.get("q", "")[:200]
    page = Paginator(CodeAlias.objects.newest().written(words), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "report": report, "page": page, "words": words}
    if report:
        context |= {"problems": report.problems[:SHOWN], "kept": bool(form.cleaned_data["keep"])}
    return render(request, "oscar/dashboard/old_codes/index.html", context, status=422 if form.errors else 200)


def _report(request: HttpRequest, form: ListForm) -> aliases.Report | None:
    given = form.cleaned_data
    try:
        return aliases.import_aliases(given["file"].read(), actor=request.user, dry_run=not given["keep"])
    except FileRefused as refused:
        form.add_error("file", str(refused))
        return None
