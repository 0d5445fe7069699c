"""The site's URLs and one more: a view that does nothing, behind all the same middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from marketplace.urls import *  # noqa: F403
from marketplace.urls import urlpatterns as of_the_site


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("nothing")


urlpatterns = [path("_empty/", empty), *of_the_site]
