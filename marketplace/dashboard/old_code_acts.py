"""One code of another system: what it leads to and once led to, leading it elsewhere, taking its link back."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from marketplace.dashboard.access import operators_only
from marketplace.pages.scan import code_typed
from traceability import alias_acts, codes
from traceability.aliases import Unusable, find_target
from traceability.models import CodeAlias


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Lý do"), min_length=5, max_length=300, help_text=gettext_lazy("Ghi vào lịch sử của mã.")
    )


class TargetForm(ReasonForm):
    """What a code shall lead to, and why. `sure`: the person has seen what that is."""

    target = forms.CharField(
        label=gettext_lazy("Đích mới"),
        max_length=200,
        help_text=gettext_lazy("Mã tem của sàn; hoặc sản phẩm: số, địa chỉ trang, hay mã giấy chứng nhận CN-…"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    lot = forms.CharField(
        label=gettext_lazy("Số lô"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Chỉ ghi khi đích là một lô của sản phẩm ấy."),
    )
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)
    field_order = ("target", "lot", "reason")

    def clean(self) -> dict:
        given = super().clean()
        if "target" in given and "lot" in given:
            try:
                given["to"] = _target(given["target"], given["lot"])
            except Unusable as trouble:
                self.add_error("lot" if trouble.column == "lot" else "target", trouble.reason)
        return given


@require_http_methods(["GET", "HEAD", "POST"])
@operators_only
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """One code with its history; POST shows what it would lead to, and once that was seen does it."""
    shown = _code(pk)
    form = TargetForm(request.POST or None)
    to = form.cleaned_data.get("to") if form.is_valid() else None
    if to and form.cleaned_data["sure"]:
        return _led(request, shown, form)
    context = {
        "code": shown,
        "form": form,
        "to": to and alias_acts.words_of(to),
        "leads_to": alias_acts.words_of(alias_acts.target_of(shown)),
        "acts": shown.acts.select_related("by"),
    }
    return render(request, "oscar/dashboard/old_codes/code.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@operators_only
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a code's link back, for a reason."""
    shown, form = _code(pk), ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            alias_acts.withdraw(shown, reason=form.cleaned_data["reason"], by=request.user)
        except alias_acts.NothingToChange:
            messages.info(request, _("Liên kết của mã này đã bị thu hồi từ trước."))
        else:
            messages.success(request, _("Đã thu hồi liên kết. Lần quét tới, trang của mã nói đúng như vậy."))
        return redirect("old-codes:code", shown.pk)
    context = {"code": shown, "form": form, "leads_to": alias_acts.words_of(alias_acts.target_of(shown))}
    return render(request, "oscar/dashboard/old_codes/withdraw.html", context, status=422 if form.errors else 200)


def _code(pk: int) -> CodeAlias:
    return get_object_or_404(CodeAlias.objects.newest(), pk=pk)


def _led(request: HttpRequest, shown: CodeAlias, form: TargetForm) -> HttpResponse:
    given = form.cleaned_data
    try:
        alias_acts.lead(shown, given["to"], reason=given["reason"], by=request.user)
    except alias_acts.NothingToChange:
        messages.info(request, _("Mã này đã dẫn tới đó rồi."))
    else:
        messages.success(request, _("Đã đổi đích. Lần quét tới mở đúng nơi mới."))
    return redirect("old-codes:code", shown.pk)


def _target(typed: str, lot: str):
    """The label, lot or product that a person names. Raises Unusable."""
    label = code_typed(typed)
    if not codes.has_code_shape(label):
        return find_target(product=typed, lot=lot)
    if lot:
        raise Unusable("lot", _("Tem đã gắn với lô của nó: hãy để trống số lô."))
    return find_target(label=label)
