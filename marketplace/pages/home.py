"""The front page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from catalogue.models import Producer, Product
from marketplace.pages.shelves import count_shelves

NEWEST = 8


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, and the ways in."""
    day = localdate()
    shelves = count_shelves(day)
    newest = Product.objects.purchasable(day).newest_certificate_first().with_register()[:NEWEST]
    context = {
        "day": day,
        "shelves": shelves,
        "producers": Producer.objects.selling().count(),
        "newest": newest,
    }
    return render(request, "pages/home.html", context)
