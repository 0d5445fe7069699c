"""Whether the browser vouches that a form was sent from our own page.

Pages that are kept for everybody carry no token of a visitor. What their one-button forms change is small; every
browser of today says where such a form came from, and what comes from elsewhere, or says nothing, is asked again.
"""

from django.http import HttpRequest


def is_from_our_page(request: HttpRequest) -> bool:
    """By Sec-Fetch-Site, else by Origin; no page can set either."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
