"""What the two desks of cases share: the producer's and the officers'."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from marketplace.tracing.forms import LOOK, CaseForm
from marketplace.tracing.words import region_names, words_of
from traceability import cases
from traceability.models import Case


def told(case: Case) -> dict:
    """What a page of a case shows. Three queries."""
    regions = region_names()
    flags = [(flag, words_of(flag, regions)) for flag in case.flags.all()]
    return {"case": case, "flags": flags, "entries": case.entries.select_related("by")}


def answer(request: HttpRequest, case: Case, form: CaseForm, role: str) -> None:
    """Do what a valid form says, and tell how it went."""
    given = form.cleaned_data
    try:
        if given["act"] == LOOK:
            cases.take_up(case, given["words"], role=role, by=request.user)
        else:
            cases.close(case, given["outcome"], answer=given["words"], role=role, by=request.user)
    except (cases.CaseClosed, cases.MayNotSettle):
        messages.warning(request, _("Vụ việc này vừa được người khác kết luận."))
    else:
        messages.success(request, _("Đã ghi vào vụ việc %(receipt)s.") % {"receipt": case.receipt})


def send_photo(case: Case) -> HttpResponse:
    """The reporter's picture, to one who may see the case."""
    if not case.photo or not case.photo.storage.exists(case.photo.name):
        raise Http404
    response = FileResponse(case.photo.open("rb"), content_type="image/webp")
    response["Cache-Control"] = "private, no-store"
    return response
