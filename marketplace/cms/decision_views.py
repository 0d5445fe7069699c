"""Registering a decision once with its many products: typed, previewed row by row, saved whole."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from catalogue.models import Certificate
from catalogue.services import DecisionRefused, DecisionRow, attach_scan, register_decision
from marketplace.cms import decision_rows, scope
from marketplace.cms.decision_forms import DecisionForm, RowForm, beyond_power
from marketplace.cms.decision_rows import MOST_ROWS, Names, Typed
from marketplace.cms.frame import SHOW_OR_SEND, framed, need_desk
from marketplace.cms.words import with_words
from marketplace.sent import number_in

MOST_OFFERED = 12


class _Undone(Exception):
    """Nothing is kept of a preview."""


@require_http_methods(SHOW_OR_SEND)
def decision(request: HttpRequest) -> HttpResponse:
    """One form: what is typed comes back with every answer, and nothing is saved before "save" finds no fault."""
    need_desk(request)
    if request.method != "POST":
        return _page(request, DecisionForm(), [])
    head = DecisionForm(request.POST, request.FILES)
    names = Names(request.user)
    rows = decision_rows.resolved(_rows(request, names), names)
    forms = [RowForm(row, place=n, names=names, user=request.user) for n, row in enumerate(rows[:MOST_ROWS])]
    sound = _check(head, forms, keep=request.POST.get("step") == "save", actor=request.user)
    if sound and request.POST.get("step") == "save":
        return _saved(request, head, len(forms))
    return _page(request, head, forms, is_sound=sound, left_out=len(rows) - len(forms))


def _rows(request: HttpRequest, names: Names) -> list[Typed]:
    rows = decision_rows.sent_rows(request.POST) + decision_rows.pasted_rows(request.POST.get("pasted", ""))
    added = request.POST.get("add", "")
    known = names.by_key.get(number_in(added))
    return [*rows, decision_rows.picked(known)] if known else rows


def _check(head: DecisionForm, forms: Sequence[RowForm], *, keep: bool, actor: Any) -> bool:
    """Try the whole decision in one transaction, kept only when asked for and without any fault."""
    ready = [form for form in forms if form.is_valid() and not form.faults]
    if not head.is_valid() or not ready:
        return False
    rows = _decided(head, ready)
    is_whole = len(ready) == len(forms) and not any(form.faults for form in forms)
    try:
        with transaction.atomic():
            made = register_decision(rows, actor=actor, **head.facts())
            if not (keep and is_whole):
                raise _Undone
            _attach(made, head, actor)
    except _Undone:
        return is_whole
    except DecisionRefused as refused:
        for problem in refused.problems:
            ready[problem.row].faults.append(problem.reason)
        return False
    return True


def _attach(made: Sequence[Certificate], head: DecisionForm, actor: Any) -> None:
    """The decision's paper stands with each of its certificates."""
    if scan := head.paper:
        for certificate in made:
            attach_scan(certificate, scan, actor=actor)


def _decided(head: DecisionForm, ready: Sequence[RowForm]) -> list[DecisionRow]:
    keys = [form.found.key for form in ready]
    products = scope.products(ready[0].user).prefetch_related("certificates").in_bulk(keys)
    day = head.facts()["issued_on"]
    for form in ready:
        if said := beyond_power(form, products[form.found.key], day):
            form.faults.append(said)
    return [form.decided(products[form.found.key]) for form in ready]


def _saved(request: HttpRequest, head: DecisionForm, count: int) -> HttpResponse:
    number = head.cleaned_data["decision_number"]
    words = ngettext(
        "Đã đăng ký %(count)s giấy chứng nhận của quyết định %(number)s.",
        "Đã đăng ký %(count)s giấy chứng nhận của quyết định %(number)s.",
        count,
    )
    messages.success(request, words % {"count": count, "number": number})
    return redirect(f"{reverse('certificates_desk:index')}?{urlencode({'decision_number': number})}")


def _page(request: HttpRequest, head: DecisionForm, forms: Sequence[RowForm], **facts) -> HttpResponse:
    context = {
        "head": head,
        "rows": forms,
        "faults": sum(bool(form.faults) for form in forms),
        "staged": head.staged_word if head.is_bound else "",
        "find": request.POST.get("find", ""),
        "offered": _offered(request),
        "most": MOST_ROWS,
        **facts,
    }
    return render(request, "cms/decision.html", context | framed(_("Đăng ký quyết định")))


def _offered(request: HttpRequest) -> list:
    """Products of the scope that the officer looks for, to be added as rows."""
    words = request.POST.get("find", "").strip()
    if not words or request.POST.get("step") == "save":
        return []
    found = with_words(scope.products(request.user), ("title", "owner__name", "upc"), words)
    return list(found.order_by("title", "pk")[:MOST_OFFERED])
