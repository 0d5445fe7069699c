"""The front page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from catalogue.models import Producer, Product
from marketplace.pages.shelves import count_shelves
from outlets.models import Outlet
from stories.models import HomePage, StoryPage
from stories.showing import collected

NEWEST = 8
STORIES = OUTLETS = 3
CHOSEN = 4


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, and the ways in."""
    day = localdate()
    shelves = count_shelves(day)
    on_sale = Product.objects.purchasable(day).entries().of_real_producers()
    newest = on_sale.newest_certificate_first().with_register()[:NEWEST]
    context = {
        "day": day,
        "shelves": shelves,
        "producers": Producer.objects.selling().count(),
        "newest": newest,
        "stories": StoryPage.objects.for_reader().with_picture().newest_first()[:STORIES],
        "outlets": Outlet.objects.listed()[:OUTLETS],
    } | editors_choice()
    return render(request, "pages/home.html", context)


def editors_choice() -> dict:
    """This week's collection, in the reader's language where it was translated; nothing where none was chosen."""
    page = HomePage.objects.live().with_collection().first()
    if page is None:
        return {}
    collection = page.collection.localized
    return {"collection": collection, "collected": collected(collection)["shown"][:CHOSEN]}
