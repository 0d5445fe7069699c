"""Where a scanned label lands; outside the language prefixes."""

from django.urls import path, re_path

from marketplace.pages import scan

app_name = "traceability"
urlpatterns = [
    path("T/", scan.lookup, name="lookup"),
    re_path(r"^[Tt]/(?P<code>.+)$", scan.scan, name="scan"),
]
