from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def room(context, *names: str) -> SafeString:
    """` aria-current="page"` inside a room: its pages' URL names begin with one of `names`."""
    match = context["request"].resolver_match
    is_here = match and match.url_name and match.url_name.startswith(names)
    return mark_safe(' aria-current="page"' if is_here else "")
