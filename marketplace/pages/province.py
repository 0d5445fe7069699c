"""A province of today and what it makes."""

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.models import Certificate, Place, PlaceAlias, Producer, Product
from catalogue.place_wording import within_a_sentence
from outlets.models import Outlet
from stories.models import ProvincePage, StoryPage

PER_PAGE = 24
MAKERS = 12
STORIES = OUTLETS = 6
CAME_FROM = "truoc"  # the slug of the older province that led here
COLOURS = (
    ":root{--accent:%(light)s;--on-accent:#fff}"
    "@media(prefers-color-scheme:dark){:root{--accent:%(dark)s;--on-accent:#26221d}}"
)


@require_safe
def province_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Its numbers fill themselves; products on sale first, makers below."""
    province = Place.objects.provinces().filter(slug=slug).first()
    if province is None:
        return to_heir(slug)
    day = localdate()
    on_sale = Product.objects.sellable(day).entries().of_place(province.pk)
    context = {
        "day": day,
        "province": province,
        "chapter": ProvincePage.objects.for_reader().of(province).first(),
        "stories": StoryPage.objects.for_reader().set_in(province).with_picture().newest_first()[:STORIES],
        "outlets": Outlet.objects.listed().in_province(province)[:OUTLETS],
        "former": (former := list(Place.objects.merged_into(province.pk))),
        "came_from": came_from(request.GET.get(CAME_FROM, ""), province, former),
        "figures": figures_of(province, day),
        "makers": Producer.objects.selling().of_place(province.pk).most_products_first()[:MAKERS],
        "page": Paginator(on_sale.newest_certificate_first().with_register(), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "trail": [(_("Sản phẩm"), reverse("catalogue:index")), (province.short_name, "")],
    }
    return render(request, "pages/province.html", context)


def to_heir(slug: str) -> HttpResponse:
    """The page of the province of today that an older one belongs to, which then says so. Raises Http404."""
    heir = get_object_or_404(Place.objects.called_before(slug))
    address = reverse("pages:province", args=[heir.slug])
    return HttpResponsePermanentRedirect(f"{address}?{CAME_FROM}={slug}")


def came_from(slug: str, province: Place, former: list[Place]) -> str:
    """ "Trà Vinh nay thuộc tỉnh Vĩnh Long" for who asked for an older province by its slug, else ""."""
    if not slug or slug == province.slug:
        return ""
    names = [place.short_name for place in former if place.slug == slug]
    aliases = PlaceAlias.objects.filter(place__in=[province, *former], key=slug.replace("-", " "))
    name = next(iter(names or aliases.values_list("name", flat=True)), "")
    said = {"name": name, "province": within_a_sentence(province.name)}
    return _("%(name)s nay thuộc %(province)s.") % said if name else ""


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
