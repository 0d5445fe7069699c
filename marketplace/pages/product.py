"""The product page: what it is, who certified it, who makes it, and whether it can be bought today."""

from datetime import date
from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue import cards, wording
from catalogue.carried import hand_over, rows_in
from catalogue.kept import Kept
from catalogue.models import Product
from catalogue.pictures import Shown, gallery_of
from catalogue.timeline import Timeline, timeline_of
from marketplace.buyers.queries import last_change_of_reviews
from marketplace.buyers.reading import told_on_page
from marketplace.pages import box, product_kept, share_picture, sizes
from marketplace.pages.product_data import structured_data
from marketplace.pages.product_facts import facts_of
from marketplace.pages.product_kept import Beside
from outlets.models import Outlet
from stories.models import StoryPage
from traceability.models import Lot

LOTS = 2
OUTLETS = 6
STORIES = 3
SUMMARY = 200  # characters of the description that machines are told

pieces = Kept(8192)


@require_safe
def product_detail(request: HttpRequest, product_slug: str, pk: str) -> HttpResponse:
    """One product, complete; the address with another slug leads to the right one."""
    return product_kept.answer(request, int(pk), localdate(), partial(rendered, request, product_slug, int(pk)))


def rendered(request: HttpRequest, product_slug: str, pk: int, beside: Beside) -> HttpResponse:
    """The page made anew, with the cards of related products that `beside` gives for a province's slug."""
    shown = Product.objects.public().with_page().with_claims().annotate(**last_change_of_reviews())
    product = get_object_or_404(shown, pk=pk)
    hand_over(product, "all_translations", "translations")
    if product_slug != product.slug or product.is_child:
        return redirect(product, permanent=True)
    if product.is_box:
        return box.page(request, product, localdate(), beside(product.province and product.province.slug))
    context = page_of(product, localdate()) | neighbours_of(product)
    context["related_cards"] = beside(product.province and product.province.slug)
    return render(request, "pages/product.html", context)


def page_of(product: Product, day: date) -> dict:
    """What the page shows of a product on `day`."""
    certificate = product.certificate_in_force(day)
    title, description, gallery = cards.title_of(product), cards.description_of(product), gallery_of(product)
    context = {
        "product": product,
        "title": title,
        "description": description,
        "summary": summary_of(description),
        "day": day,
        "certificate": certificate,
        "shown_certificate": None if product.register_note else product.certificate_told(day),
        "timeline": stars_of(product, day),
        "said": wording.register_state(product, day),
        "offer": wording.offer_of(product, day),
        "sizes": (choices := sizes.choices_of(product, day)),
        "most": sizes.most_of(choices),
        "per_kg": wording.per_kg_of(product),
        "unit": wording.unit_of(product),
        "amount": wording.amount_of(product),
        "gallery": list(zip(gallery, alts_of(gallery, product, title), strict=True)),
        "facts": facts_of(product),
        "trail": trail_of(product, title),
        "address": settings.SITE_URL + product.get_absolute_url(),
    }
    return context | claims_of(product, day) | for_machines(context, gallery)


def claims_of(product: Product, day: date) -> dict:
    """What is claimed beside the certificate, as far as it counts on `day`."""
    return {
        "quality": [one for one in rows_in(product, "all_quality") if one.is_valid_on(day)],
        "ip_assets": [one for one in rows_in(product, "all_ip_assets") if one.is_valid_on(day)],
    }


def for_machines(context: dict, gallery: list[Shown]) -> dict:
    """What search engines and social networks are told."""
    share = share_picture.facts_of(context["product"], context["day"])
    return {
        "share": settings.SITE_URL + share_picture.address_of(context["product"], share),
        "structured_data": structured_data(context, [shown.large for shown in gallery]),
    }


def stars_of(product: Product, day: date) -> Timeline | None:
    """The certificates through the years, its pack sizes' too; None where the register only notes that no star was
    checked."""
    if product.register_note:
        return None
    sizes = {size.pk: wording.size_of(size) for size in product.sizes}
    held = [one for each in (product, *product.sizes) for one in each.certificates.all()]
    return timeline_of(held, day, sizes)


def alts_of(gallery: list[Shown], product: Product, title: str) -> list[str]:
    """What each picture shows, in words: its maker's, else the product's name and which picture it is."""
    name = _("Hình minh họa: %(title)s") % {"title": title} if product.is_illustrated else title
    return [shown.caption or numbered(name, place, len(gallery)) for place, shown in enumerate(gallery, 1)]


def numbered(name: str, place: int, count: int) -> str:
    """ "Kẹo dừa, ảnh 2 trên 4"; the one picture of a product needs no number."""
    facts = {"name": name, "place": place, "count": count}
    return _("%(name)s, ảnh %(place)s trên %(count)s") % facts if count > 1 else name


def neighbours_of(product: Product) -> dict:
    """What the other rooms know of a product: lots as they are now; stories and outlets, as HTML, may be older."""
    key = (product.pk, product.date_updated, wording.language(), product_kept.period(product.pk))
    return {
        "lots": Lot.objects.to_show(product, LOTS).with_events(),
        "stories": pieces.of(("stories", *key), lambda: stories_of(product)),
        "told": told_on_page(product),
        "outlets": pieces.of(("outlets", *key), lambda: outlets_of(product)),
    }


def stories_of(product: Product) -> SafeString:
    stories = StoryPage.objects.for_reader().about(product).newest_first()[:STORIES]
    return cards.rendered("pages/product/stories.html", {"stories": stories})


def outlets_of(product: Product) -> SafeString:
    outlets = Outlet.objects.listed().stocking(product)[:OUTLETS]
    return cards.rendered("pages/product/outlets.html", {"outlets": outlets})


def summary_of(description: str) -> str:
    """The beginning of a description as plain text."""
    return Truncator(" ".join(strip_tags(description.replace("</p>", "</p> ")).split())).chars(SUMMARY)


def trail_of(product: Product, title: str) -> list[tuple[str, str]]:
    """Breadcrumbs: all products, the province, the product."""
    trail = [(_("Sản phẩm"), reverse("catalogue:index"))]
    if product.province:
        trail.append((product.province.short_name, reverse("pages:province", args=[product.province.slug])))
    return [*trail, (title, "")]
