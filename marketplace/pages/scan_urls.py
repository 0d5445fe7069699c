"""Where a scanned label lands; outside the language prefixes."""

from django.urls import path, re_path

from marketplace.pages import scan, scan_pin
from marketplace.pages.digital_link import digital_link, resolver

app_name = "traceability"
urlpatterns = [
    path("T/", scan.lookup, name="lookup"),
    re_path(r"^[Tt]/(?P<code>.+)$", scan.scan, name="scan"),
    path("ma-cao/<str:code>/", scan_pin.check, name="pin"),
    path(".well-known/gs1resolver", resolver, name="gs1-resolver"),
    re_path(r"^01/(?P<rest>.*)$", digital_link, name="digital-link"),
]
