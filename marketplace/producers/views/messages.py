"""Thư báo: where a producer's mails go and in which language."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from catalogue.models import Producer
from marketplace.accounts.roles import SELL, may
from marketplace.producers.access import members_only, members_who
from marketplace.producers.forms import posted
from marketplace.producers.reminders import addresses_of


class LanguageForm(forms.ModelForm):
    class Meta:
        model = Producer
        fields = ("language",)
        labels = {"language": gettext_lazy("Ngôn ngữ của thư")}


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def language(request: HttpRequest) -> HttpResponse:
    """Where mails go; POST chooses their language."""
    return save(request) if request.method == "POST" else show(request, LanguageForm(instance=request.producer))


@members_who(SELL)
def save(request: HttpRequest) -> HttpResponse:
    form = LanguageForm(posted(request), instance=request.producer)
    if not form.is_valid():
        return show(request, form, status=422)
    form.save()
    messages.success(request, _("Đã lưu ngôn ngữ của thư."))
    return redirect("workspace:messages")


def show(request: HttpRequest, form: LanguageForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "addresses": addresses_of(request.producer),
        "may_sell": may(request.membership, SELL),
    }
    return render(request, "workspace/messages.html", context, status=status)
