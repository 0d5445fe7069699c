"""Reporting a suspicious label."""

from django.urls import path, re_path

from marketplace.pages import report
from traceability.receipts import PATTERN

app_name = "reports"
urlpatterns = [
    path("", report.add, name="add"),
    path("tra-cuu/", report.find, name="find"),
    re_path(rf"^(?P<receipt>{PATTERN})/$", report.state, name="state"),
]
