"""Small words of outlets for templates."""

from django import template
from django.utils.html import format_html
from django.utils.timezone import localtime

from outlets import wording

register = template.Library()
register.filter("hour_rows", wording.hour_rows)


@register.simple_tag
def open_now(outlet):
    """Whether an outlet is open at this moment, in words."""
    state, words = wording.open_state(outlet, localtime())
    return format_html('<span class="outlet__state outlet__state--{}">{}</span>', state, words)
