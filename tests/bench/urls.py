"""The site's URLs and one more: a view that does nothing, behind all the same middleware.

`bare` does nothing either, at the place where the scan page is answered: what a page there cannot be quicker than.
"""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from marketplace.urls import *  # noqa: F403
from marketplace.urls import urlpatterns as of_the_site


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("nothing")


def bare(get_response):
    return lambda request: empty(request) if request.path_info == "/_bare/" else get_response(request)


urlpatterns = [path("_empty/", empty), *of_the_site]
