"""Commission and taxes withheld, by the day from which they hold: read the past, add what is to come."""

from datetime import date, timedelta
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from catalogue.models import Producer
from marketplace.dashboard.access import operators_only
from marketplace.ledger import rates as verbs
from marketplace.ledger.models import Rate


class RateForm(forms.Form):
    of = forms.ChoiceField(label=gettext_lazy("Loại"), choices=Rate.Of)
    seller = forms.ChoiceField(
        label=gettext_lazy("Chủ thể"),
        choices=[("", gettext_lazy("Mọi chủ thể")), *Producer.Kind.choices],
        required=False,
    )
    since = forms.DateField(
        label=gettext_lazy("Áp dụng từ ngày"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Sớm nhất là ngày mai: tỷ lệ đã có hiệu lực không đổi được."),
    )
    percent = forms.DecimalField(
        label=gettext_lazy("Tỷ lệ (%)"),
        min_value=Decimal(0),
        max_value=Decimal(50),
        decimal_places=2,
        help_text=gettext_lazy("Nhiều nhất 50, tới hai chữ số lẻ."),
    )
    source = forms.CharField(label=gettext_lazy("Căn cứ (văn bản, quyết định)"), max_length=150)

    def facts(self) -> dict:
        """As add_rate takes them."""
        given = self.cleaned_data
        kept = {name: given[name] for name in ("of", "seller", "since", "source")}
        return kept | {"basis_points": int(given["percent"] * 100)}


@require_http_methods(["GET", "HEAD", "POST"])
@operators_only
def index(request: HttpRequest) -> HttpResponse:
    """All rates, each with whether it holds today; POST adds one for a day to come."""
    today = localdate()
    form = RateForm(request.POST or None, initial={"since": today + timedelta(days=1)})
    if request.method == "POST" and form.is_valid() and _added(request, form, today):
        return redirect("rates:index")
    context = {"rows": _rows(today), "form": form}
    return render(request, "oscar/dashboard/rates/index.html", context, status=422 if form.errors else 200)


@require_POST
@operators_only
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a rate that has not begun."""
    try:
        verbs.drop_rate(get_object_or_404(Rate, pk=pk), today=localdate(), by=request.user)
    except verbs.HasBegun:
        messages.error(request, _("Tỷ lệ này đã có hiệu lực nên không bỏ được."))
    else:
        messages.success(request, _("Đã bỏ tỷ lệ."))
    return redirect("rates:index")


def _added(request: HttpRequest, form: RateForm, today: date) -> bool:
    try:
        verbs.add_rate(**form.facts(), today=today, by=request.user)
    except verbs.HasBegun:
        form.add_error("since", _("Ngày này đã qua hoặc là hôm nay. Xin chọn từ ngày mai."))
        return False
    except IntegrityError:
        form.add_error("since", _("Ngày này đã có một tỷ lệ cùng loại."))
        return False
    messages.success(request, _("Đã thêm tỷ lệ mới."))
    return True


def _rows(today: date) -> list[dict]:
    """{"rate", "state"}: to come, in force, or replaced by a later one of the same kind and seller."""
    rows, held = [], set()
    for rate in Rate.objects.by_thing():
        thing = (rate.of, rate.seller)
        state = "to_come" if rate.since > today else "replaced" if thing in held else "in_force"
        if state == "in_force":
            held.add(thing)
        rows.append({"rate": rate, "state": state})
    return rows
