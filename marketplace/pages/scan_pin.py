"""Where the small form "Mã cào" of the scan page leads: whether eight scratched digits belong to this label.

The answer carries the label's own verdict, and is never green where that is not.

An address of its own, for /T/ only answers readers. No session and no token stand behind it: whoever sends it gains
nothing but one of the label's five tries.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from marketplace.networks import times
from marketplace.pages import scan, scan_page
from traceability import codes, looks
from traceability.looks import Look
from traceability.pin_checks import Answer, NoPinKey, Outcome, check_pin
from traceability.verdicts import say_day

TRIES_ALLOWED, TRIES_SECONDS = 20, 600  # of one network
COLOURS = {Outcome.RIGHT: "green", Outcome.RIGHT_AGAIN: "amber", Outcome.WRONG: "red", Outcome.LOCKED: "grey"}
STATUSES = {Outcome.RIGHT: 200, Outcome.RIGHT_AGAIN: 200, Outcome.LOCKED: 429}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, code: str) -> HttpResponse:
    """What became of a try; the label's page for those who only look, and for labels without a PIN."""
    language, code = scan.language_of(request), codes.normalise(code)[:40]
    look = looks.find(code, language) if request.method == "POST" and codes.is_code(code) else None
    answer = _answer(request, code, look) if request.method == "POST" else None
    if look is None or answer is None:
        page = reverse("traceability:scan", args=[code or "-"])
        return HttpResponseRedirect(
            f"{page}?{urlencode({'lang': language})}" if "lang" in scan.query_of(request) else page
        )
    with override(language):
        html = render_to_string("traceability/pin.html", _context(answer, look, language))
    return scan.dress(HttpResponse(html, status=STATUSES.get(answer.outcome, 422)), request, language)


def _answer(request: HttpRequest, code: str, look: Look | None) -> Answer | None:
    """None where there is nothing to check."""
    tries = times(request, "scratch-pins", TRIES_SECONDS)
    if look is None or not scan_page.asks_for_pin(look, localdate()):
        return None
    if tries > TRIES_ALLOWED:
        return Answer(Outcome.LOCKED)
    try:
        return check_pin(code, request.POST.get("pin", "")[:40], at=now())
    except NoPinKey:
        return None


def _context(answer: Answer, look: Look, language: str) -> dict:
    code, verdict = look.facts["code"], scan_page.verdict_of(look, localdate(), language)
    colour = COLOURS.get(answer.outcome, "grey")
    if colour == "green" != verdict.colour:
        colour = "grey"
    word, sentence = _words(answer, language)
    again = answer.outcome in (Outcome.WRONG, Outcome.NOT_A_PIN)
    frame = scan_page.frame(language)
    facts = {"colour": colour, "sign": scan_page.SIGNS[colour], "word": word, "sentence": sentence}
    facts |= {"verdict": verdict, "verdict_sign": scan_page.SIGNS[verdict.colour]}
    asked = {"asks_again": again, "warns": answer.outcome == Outcome.RIGHT_AGAIN}
    return frame | facts | asked | {"code": code, "spaced": codes.spaced(code)}


def _words(answer: Answer, language: str) -> tuple[str, str]:
    """A word and a sentence. None of them calls goods genuine: a right PIN says that pack and label belong together."""
    if answer.outcome == Outcome.RIGHT:
        return _("Mã cào khớp"), _(
            "Mã cào này đi cùng tem này và chưa ai mở trước bạn. Hãy so thêm bao bì, số lô và hạn dùng."
        )
    if answer.outcome == Outcome.RIGHT_AGAIN:
        said = _("Mã cào này đi cùng tem này, nhưng đã được mở lần đầu ngày %(day)s (%(times)s lần tính cả lần này). "
                 "Nếu lớp cào còn nguyên khi bạn mua, tem có thể đã bị sao chép: hãy báo cho chúng tôi.")  # fmt: skip
        facts = {"day": say_day(localdate(answer.opened_at), language), "times": answer.times}
        return _("Mã cào đã được mở trước đó"), said % facts
    if answer.outcome == Outcome.WRONG:
        left = ngettext("Còn %(count)s lần thử.", "Còn %(count)s lần thử.", answer.left) % {"count": answer.left}
        return _("Mã cào không khớp"), _("Tám chữ số này không đi cùng tem này. Hãy gõ lại cho đúng.") + " " + left
    if answer.outcome == Outcome.NOT_A_PIN:
        return _("Chưa đúng dạng mã cào"), _("Mã cào gồm tám chữ số nằm dưới lớp cào.")
    if answer.until:
        moment = localtime(answer.until)
        facts = {"time": f"{moment:%H:%M}", "day": say_day(moment.date(), language)}
        return _("Tạm khóa kiểm mã cào"), _(
            "Mã cào của tem này đã bị gõ sai năm lần. Có thể thử lại từ %(time)s ngày %(day)s."
        ) % facts
    return _("Tạm khóa kiểm mã cào"), _("Mạng của bạn đã thử quá nhiều mã cào. Hãy thử lại sau mười phút.")
