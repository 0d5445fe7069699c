"""Rules and groups in words, for templates."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from catalogue import taxonomy

register = template.Library()


@register.simple_tag
def rule_version(number: str) -> SafeString | str:
    """The set of criteria a certificate follows, with a link to its official text where we know the address."""
    version = taxonomy.rule_version(number)
    name = _("Quyết định %(number)s") % {"number": number}
    if version is None or not version.url:
        return name
    return format_html('<a href="{}" rel="nofollow noopener">{}</a>', version.url, name)
