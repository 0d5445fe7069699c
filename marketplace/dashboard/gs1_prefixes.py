"""Mã doanh nghiệp GS1: which producer holds which prefix, as far as somebody saw the paper."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.gtin import RESTRICTED_PREFIXES
from catalogue.models import Producer
from marketplace.cms.words import with_words
from marketplace.dashboard.access import operators_only
from traceability.gtins import LONGEST_PREFIX, SHORTEST_PREFIX
from traceability.models import CompanyPrefix

PAGE_SIZE, MOST_FOUND, LONGEST = 30, 20, 100  # prefixes on a page, producers that are shown, letters looked for


class PrefixForm(forms.ModelForm):
    """A prefix that was seen on its holder's paper."""

    class Meta:
        model = CompanyPrefix
        fields = ["prefix", "evidence", "valid_until"]
        labels = {
            "prefix": gettext_lazy("Mã doanh nghiệp GS1"),
            "evidence": gettext_lazy("Giấy tờ đã kiểm tra (số, ngày)"),
            "valid_until": gettext_lazy("Dùng được đến hết ngày"),
        }
        help_texts = {"prefix": gettext_lazy("6 đến 12 chữ số đầu của mã GTIN-13, ví dụ 893850000.")}
        widgets = {
            "prefix": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            "valid_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def clean_prefix(self):
        digits = "".join(self.cleaned_data["prefix"].split())
        if not (digits.isascii() and digits.isdigit() and SHORTEST_PREFIX <= len(digits) <= LONGEST_PREFIX):
            raise forms.ValidationError(_("Mã doanh nghiệp GS1 có từ 6 đến 12 chữ số."))
        if digits.startswith(RESTRICTED_PREFIXES):
            raise forms.ValidationError(_("Đầu số này chỉ dùng trong nội bộ một cơ sở, GS1 không cấp cho ai."))
        if CompanyPrefix.objects.standing().overlapping(digits).exists():
            raise forms.ValidationError(_("Mã này trùng với một mã đã ghi; hãy bỏ mã kia trước."))
        return digits


@require_safe
@operators_only
def index(request: HttpRequest) -> HttpResponse:
    """Prefixes by digits or producer; the producers whom the words find, to note a prefix of theirs."""
    words = request.GET.get("q", "").strip()[:LONGEST]
    rows, makers = CompanyPrefix.objects.select_related("producer", "verified_by"), None
    if words:
        rows = with_words(rows, ("prefix", "producer__name"), words)
        makers = with_words(Producer.objects.select_related("province"), ("name", "slug"), words)
        makers = list(makers.order_by("name", "pk")[: MOST_FOUND + 1])
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("p")),
        "words": words,
        "makers": makers and makers[:MOST_FOUND],
        "are_more": bool(makers) and len(makers) > MOST_FOUND,
        "day": localdate(),
    }
    return render(request, "oscar/dashboard/gs1_prefixes/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@operators_only
def add(request: HttpRequest, producer: int) -> HttpResponse:
    """Note a prefix of one producer."""
    maker = get_object_or_404(Producer.objects.select_related("province"), pk=producer)
    made = CompanyPrefix(producer=maker, verified_by=request.user)
    form = PrefixForm(request.POST or None, instance=made)
    if form.is_valid():
        form.save()
        messages.success(request, _("Đã ghi. Mã GTIN của cơ sở mang đầu số này từ nay được tra qua /01/."))
        return redirect("gs1-prefixes:index")
    context = {"producer": maker, "form": form}
    return render(request, "oscar/dashboard/gs1_prefixes/add.html", context, status=422 if form.errors else 200)


@require_POST
@operators_only
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a prefix back: its GTINs answer no more."""
    prefix = get_object_or_404(CompanyPrefix.objects.standing(), pk=pk)
    prefix.withdrawn_at, prefix.withdrawn_by = now(), request.user
    prefix.save(update_fields=["withdrawn_at", "withdrawn_by"])
    messages.success(request, _("Đã bỏ mã %(prefix)s.") % {"prefix": prefix.prefix})
    return redirect("gs1-prefixes:index")
