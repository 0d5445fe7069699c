"""Phòng kiểm nghiệm: which laboratories there are. Their people: laboratory_people.py."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.cms.words import with_words
from marketplace.dashboard.access import operators_only
from traceability import laboratories
from traceability.laboratories import FACTS, NothingToChange
from traceability.models import Laboratory

PAGE_SIZE, LONGEST = 30, 100  # laboratories on a page, letters that are looked for
FORMS = ["GET", "HEAD", "POST"]


class LaboratoryForm(forms.ModelForm):
    class Meta:
        model = Laboratory
        fields = FACTS
        help_texts = {
            "name": gettext_lazy("Đứng tên trên mọi kết quả của phòng; kết quả đã ghi giữ tên cũ."),
            "accreditation": gettext_lazy("Ví dụ: VILAS 123. Để trống nếu chưa thấy giấy."),
        }
        error_messages = {"name": {"unique": gettext_lazy("Đã có phòng kiểm nghiệm mang tên này.")}}


class CloseForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Lý do"), min_length=5, max_length=300, help_text=gettext_lazy("Ghi vào lịch sử nội bộ.")
    )


@require_safe
@operators_only
def index(request: HttpRequest) -> HttpResponse:
    """All laboratories, or those that the words find."""
    words = request.GET.get("q", "").strip()[:LONGEST]
    found = with_words(Laboratory.objects.with_counts(), FACTS, words) if words else Laboratory.objects.with_counts()
    page = Paginator(found.order_by("-is_active", "name"), PAGE_SIZE).get_page(request.GET.get("p"))
    return render(request, "oscar/dashboard/laboratories/index.html", {"page": page, "words": words})


@require_http_methods(FORMS)
@operators_only
def add(request: HttpRequest) -> HttpResponse:
    """Enter a laboratory."""
    form = LaboratoryForm(request.POST or None)
    if form.is_valid():
        made = laboratories.add_laboratory(by=request.user, **form.cleaned_data)
        messages.success(request, _("Đã thêm. Nay thêm người ghi kết quả cho phòng này."))
        return redirect("laboratories:laboratory", made.pk)
    return _form(request, form, None)


@require_http_methods(FORMS)
@operators_only
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Mend what is said of a laboratory."""
    held = get_object_or_404(Laboratory, pk=pk)
    form = LaboratoryForm(request.POST or None, instance=held)
    if form.is_valid():
        laboratories.edit_laboratory(held, by=request.user, **form.cleaned_data)
        messages.success(request, _("Đã lưu."))
        return redirect("laboratories:laboratory", pk)
    return _form(request, form, get_object_or_404(Laboratory, pk=pk))


@require_http_methods(FORMS)
@operators_only
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a laboratory write no more; what that changes is said first."""
    held = get_object_or_404(Laboratory.objects.with_counts(), pk=pk)
    form = CloseForm(request.POST or None)
    if form.is_valid():
        try:
            laboratories.close_laboratory(held, reason=form.cleaned_data["reason"], by=request.user)
        except NothingToChange:
            messages.info(request, _("Phòng kiểm nghiệm này đã ngừng từ trước."))
        else:
            messages.success(request, _("Đã ngừng %(name)s. Kết quả cũ vẫn đọc được.") % {"name": held.name})
        return redirect("laboratories:laboratory", pk)
    context = {"laboratory": held, "form": form}
    return render(request, "oscar/dashboard/laboratories/close.html", context, status=422 if form.errors else 200)


@require_POST
@operators_only
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it write again."""
    held = get_object_or_404(Laboratory, pk=pk)
    try:
        laboratories.reopen_laboratory(held, by=request.user)
    except NothingToChange:
        messages.info(request, _("Phòng kiểm nghiệm này đang hoạt động."))
    else:
        messages.success(request, _("%(name)s lại ghi được kết quả.") % {"name": held.name})
    return redirect("laboratories:laboratory", pk)


def _form(request: HttpRequest, form: LaboratoryForm, held: Laboratory | None) -> HttpResponse:
    context = {"form": form, "laboratory": held}
    return render(request, "oscar/dashboard/laboratories/form.html", context, status=422 if form.errors else 200)
