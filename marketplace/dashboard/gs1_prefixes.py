"""Mã doanh nghiệp GS1: which producer holds which prefix, as far as somebody saw the paper."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from catalogue.gtin import RESTRICTED_PREFIXES
from catalogue.models import Producer
from marketplace.dashboard.access import operators_only
from traceability.gtins import LONGEST_PREFIX, SHORTEST_PREFIX
from traceability.models import CompanyPrefix


class PrefixForm(forms.ModelForm):
    """A prefix that was seen on its holder's paper."""

    class Meta:
        model = CompanyPrefix
        fields = ["producer", "prefix", "evidence", "valid_until"]
        labels = {
            "producer": gettext_lazy("Nhà sản xuất"),
            "prefix": gettext_lazy("Mã doanh nghiệp GS1"),
            "evidence": gettext_lazy("Giấy tờ đã kiểm tra (số, ngày)"),
            "valid_until": gettext_lazy("Dùng được đến hết ngày"),
        }
        help_texts = {"prefix": gettext_lazy("6 đến 12 chữ số đầu của mã GTIN-13, ví dụ 893850000.")}
        widgets = {
            "prefix": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            "valid_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["producer"].queryset = Producer.objects.order_by("name")

    def clean_prefix(self):
        digits = "".join(self.cleaned_data["prefix"].split())
        if not (digits.isascii() and digits.isdigit() and SHORTEST_PREFIX <= len(digits) <= LONGEST_PREFIX):
            raise forms.ValidationError(_("Mã doanh nghiệp GS1 có từ 6 đến 12 chữ số."))
        if digits.startswith(RESTRICTED_PREFIXES):
            raise forms.ValidationError(_("Đầu số này chỉ dùng trong nội bộ một cơ sở, GS1 không cấp cho ai."))
        if CompanyPrefix.objects.standing().overlapping(digits).exists():
            raise forms.ValidationError(_("Mã này trùng với một mã đã ghi; hãy bỏ mã kia trước."))
        return digits


@require_http_methods(["GET", "HEAD", "POST"])
@operators_only
def index(request: HttpRequest) -> HttpResponse:
    """All prefixes; POST adds one."""
    form = PrefixForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.instance.verified_by = request.user
        form.save()
        messages.success(request, _("Đã ghi. Mã GTIN của cơ sở mang đầu số này từ nay được tra qua /01/."))
        return redirect("gs1-prefixes:index")
    rows = CompanyPrefix.objects.select_related("producer", "verified_by")
    context = {"rows": rows, "form": form, "day": localdate()}
    return render(request, "oscar/dashboard/gs1_prefixes/index.html", context, status=422 if form.errors else 200)


@require_POST
@operators_only
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a prefix back: its GTINs answer no more."""
    prefix = get_object_or_404(CompanyPrefix.objects.standing(), pk=pk)
    prefix.withdrawn_at, prefix.withdrawn_by = now(), request.user
    prefix.save(update_fields=["withdrawn_at", "withdrawn_by"])
    messages.success(request, _("Đã bỏ mã %(prefix)s.") % {"prefix": prefix.prefix})
    return redirect("gs1-prefixes:index")
