"""Small words for templates. What is a pure function of plain values is remembered per process."""

from datetime import date, datetime
from functools import lru_cache

import nh3
from django import template
from django.conf import settings
from django.core.paginator import Page
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape, format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from catalogue import cards, ocop, wording

register = template.Library()

WRITTEN_TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "b", "i", "h3", "h4"}

register.filter("dong", wording.dong)
register.filter("weight", wording.weight)
register.filter("long_day", wording.long_day)
register.filter("short_day", wording.short_day)
register.filter("issuer_of", wording.issuer_of)
register.filter("counted", wording.counted)


@register.filter
def revocation_ground(letter: str) -> str:
    """The ground of a revocation in words."""
    return _(ocop.REVOCATION_GROUNDS.get(letter, letter))


@register.filter
def clean_html(text: str) -> SafeString:
    """What a maker wrote, plain or as HTML: paragraphs, lists and emphasis stay, all else goes."""
    return mark_safe(nh3.clean(text, tags=WRITTEN_TAGS, attributes={}) if "<" in text else linebreaks(text, True))


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, css: str = "") -> SafeString:
    """A decorative icon of the sprite."""
    return format_html(
        '<svg class="icon {}" width="20" height="20" aria-hidden="true"><use href="{}#{}"></use></svg>',
        css,
        static("vendor/icons.svg"),
        name,
    )


@register.simple_tag
def day_tag(day: date) -> SafeString:
    """A day for people and machines: <time datetime="2027-12-31">31 tháng 12 năm 2027</time>. Of an instant, its day
    here."""
    day = localdate(day) if isinstance(day, datetime) else day
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), wording.long_day(day))


@register.simple_tag
def said_sentence(said: wording.Said) -> SafeString:
    """The sentence, with the day it names marked up for machines."""
    sentence = escape(said.sentence)
    return mark_safe(sentence.replace(wording.long_day(said.day), day_tag(said.day)) if said.day else sentence)


# Stars and cards


@register.simple_tag
def star_plate(certificate, day: date) -> SafeString:
    """The plate of a certificate in force on `day`; nothing for any other."""
    if certificate is None or not certificate.is_in_force(day):
        return mark_safe("")
    spoken = wording.spoken_plate(certificate.stars, certificate.until)
    return cards.plate(certificate.stars, spoken, wording.plate_ribbon(certificate, day), wording.language())


@register.simple_tag
def sample_plate(stars: int) -> SafeString:
    """A plate that speaks of no certificate: for explaining."""
    spoken = _("Hạng %(stars)s sao OCOP") % {"stars": stars}
    return cards.plate(stars, spoken, "", wording.language())


@register.simple_tag
def product_card(product, day: date) -> SafeString:
    """The card of a product that came from with_register(); no query."""
    return cards.card(cards.facts_of(product, day))


@register.simple_tag
def state_badge(said: wording.Said) -> SafeString:
    """The word of a status on its tone."""
    return format_html('<span class="state state--{}">{}</span>', said.tone, said.word)


# The frame


SECTIONS = ("home", "catalogue", "outlets", "certificates", "basket", "account")  # what the frame marks as "here"


@register.simple_tag(takes_context=True)
def frame(context, name: str) -> SafeString:
    """A part of the frame; its HTML follows from language, section and pieces in the basket alone."""
    request = context.get("request")
    section = next((section for section in SECTIONS if section in names_of(request)), "")
    return cards.frame(name, wording.language(), section, pieces_in_basket(request))


@register.simple_tag(takes_context=True)
def here(context, name: str) -> SafeString:
    """` aria-current="page"` when the page answers to the URL name or namespace `name`."""
    is_here = name == context.get("section") or name in names_of(context.get("request"))
    return mark_safe(' aria-current="page"' if is_here else "")


def names_of(request) -> tuple[str, ...]:
    """The URL name and the namespaces that the page answers to."""
    match = getattr(request, "resolver_match", None)
    return (match.view_name, *match.namespaces) if match else ()


@register.simple_tag
def to(name: str) -> str:
    """As {% url %} without arguments, remembered."""
    return _reverse(name, wording.language())


@lru_cache(maxsize=256)
def _reverse(name: str, language: str) -> str:
    return reverse(name)


@register.simple_tag
def page_url(slug: str) -> str:
    """A page of the editors directly below the front page."""
    return f"{to('home')}{slug}/"


@register.simple_tag(takes_context=True)
def basket_count(context) -> SafeString:
    """Pieces in the basket, or nothing. A visitor without a basket costs no query."""
    count = context.get("pieces")
    if count is None:
        count = pieces_in_basket(context.get("request"))
    if not count:
        return mark_safe("")
    label = _("%(count)s sản phẩm trong giỏ") % {"count": count}
    return format_html('<span class="count" aria-label="{}">{}</span>', label, count)


def pieces_in_basket(request) -> int:
    """Asked once per request."""
    if not hasattr(request, "pieces_in_basket"):
        if request is None or not has_basket(request):
            return 0
        request.pieces_in_basket = request.basket.num_items
    return request.pieces_in_basket


def has_basket(request) -> bool:
    cookies = {settings.OSCAR_BASKET_COOKIE_OPEN, settings.SESSION_COOKIE_NAME}
    return hasattr(request, "basket") and not cookies.isdisjoint(request.COOKIES)


# Languages: the same path, English under /en/


@register.simple_tag(takes_context=True)
def language_switch(context) -> SafeString:
    request = context.get("request")
    code, name, short = ("en", "English", "EN") if wording.language() == "vi" else ("vi", "Tiếng Việt", "VI")
    path = in_language(request.get_full_path(), code) if request else "/"
    return format_html(
        '<a class="tool" href="{}" hreflang="{}" lang="{}" title="{}">{}</a>', path, code, code, name, short
    )


@register.simple_tag(takes_context=True)
def language_alternates(context) -> SafeString:
    """The page's address in each language, for search engines."""
    request = context.get("request")
    if not request:
        return mark_safe("")
    links = [
        format_html(
            '<link rel="alternate" hreflang="{}" href="{}{}">', code, settings.SITE_URL, in_language(request.path, code)
        )
        for code in ("vi", "en", "x-default")
    ]
    return mark_safe("".join(links))


def in_language(path: str, code: str) -> str:
    """The path in another language; addresses outside the languages (/T/…) ask by ?lang=."""
    if path.startswith(("/T/", "/01/")):
        return f"{path.split('?')[0]}?lang={code}"
    bare = path.removeprefix("/en") if path.startswith("/en/") else path
    return f"/en{bare}" if code == "en" else bare


# Lists


@register.simple_tag
def page_range(page: Page) -> list[int | None]:
    """Numbers to link: first, last and the neighbours; None for a gap."""
    last, here = page.paginator.num_pages, page.number
    shown = sorted({1, last, *range(max(1, here - 1), min(last, here + 1) + 1)})
    numbers: list[int | None] = []
    for number in shown:
        if numbers and number - numbers[-1] > 1:
            numbers.append(None)
        numbers.append(number)
    return numbers
