"""A province of today and what it makes."""

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.models import Certificate, Place, Producer, Product
from outlets.models import Outlet
from stories.models import ProvincePage, StoryPage

PER_PAGE = 24
MAKERS = 12
STORIES = OUTLETS = 6
COLOURS = (
    ":root{--accent:%(light)s;--on-accent:#fff}"
    "@media(prefers-color-scheme:dark){:root{--accent:%(dark)s;--on-accent:#26221d}}"
)


@require_safe
def province_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Its numbers fill themselves; products on sale first, makers below."""
    province = get_object_or_404(Place.objects.provinces(), slug=slug)
    day = localdate()
    on_sale = Product.objects.sellable(day).of_place(province.pk)
    context = {
        "day": day,
        "province": province,
        "chapter": ProvincePage.objects.for_reader().of(province).first(),
        "stories": StoryPage.objects.for_reader().set_in(province).with_picture().newest_first()[:STORIES],
        "outlets": Outlet.objects.listed().in_province(province)[:OUTLETS],
        "former": list(Place.objects.merged_into(province.pk)),
        "figures": figures_of(province, day),
        "makers": Producer.objects.selling().of_place(province.pk).most_products_first()[:MAKERS],
        "page": Paginator(on_sale.newest_certificate_first().with_register(), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "trail": [(_("Sản phẩm"), reverse("catalogue:index")), (province.short_name, "")],
    }
    return render(request, "pages/province.html", context)


def figures_of(province: Place, day: date) -> list[tuple[str, int]]:
    """The province in numbers: certificates in force by star, and makers."""
    stars = Certificate.objects.in_force(day).of_place(province.pk).by_stars()
    makers = Producer.objects.selling().of_place(province.pk).count()
    named = [(_("%(stars)s sao") % {"stars": n}, stars.get(n, 0)) for n in (5, 4, 3)]
    return [figure for figure in named if figure[1]] + [(_("nhà sản xuất"), makers)]


@require_safe
def province_colours(request: HttpRequest, slug: str) -> HttpResponse:
    """The accents an editor chose for a province, as the style sheet of its page (checked for contrast there)."""
    province = get_object_or_404(Place.objects.provinces(), slug=slug)
    page = ProvincePage.objects.for_reader().of(province).first()
    if page is None:
        raise Http404
    css = COLOURS % {"light": page.accent_light, "dark": page.accent_dark}
    return HttpResponse(css, content_type="text/css; charset=utf-8")
