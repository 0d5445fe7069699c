from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from traceability.balance import Excess
from traceability.units import MASS, VOLUME

register = template.Library()


@register.simple_tag(takes_context=True)
def room(context, *names: str) -> SafeString:
    """` aria-current="page"` inside a room: its pages' URL names begin with one of `names`."""
    match = context["request"].resolver_match
    is_here = match and match.url_name and match.url_name.startswith(names)
    return mark_safe(' aria-current="page"' if is_here else "")


@register.simple_tag
def imbalance(name: str, found: Excess) -> str:
    """What does not add up, in words."""
    sentences = {
        "made": _("Lô này ra %(out)s mà đưa vào chỉ %(in)s. Xin xem lại số lượng đã ghi."),
        "used": _("Các lô khác đã dùng %(out)s của lô này, mà lô chỉ có %(in)s."),
        "boxed": _("Đã ghi đóng thùng %(out)s, mà lô chỉ có %(in)s."),
        "shipped": _("Đã ghi xuất %(out)s, mà lô chỉ có %(in)s."),
    }
    return sentences[name] % {"out": measured(found.came_out, found.kind), "in": measured(found.went_in, found.kind)}


def measured(amount: int, kind: str) -> str:
    """Grams, millilitres or packs as people say them."""
    if kind in (MASS, VOLUME):
        return f"{amount / 1000:g} {_('kg') if kind == MASS else _('lít')}".replace(".", ",")
    return f"{amount} {_('gói')}"
