"""Reporting a suspicious label."""

from django.urls import path, re_path

from marketplace.pages import report

app_name = "reports"
urlpatterns = [
    path("", report.add, name="add"),
    path("tra-cuu/", report.find, name="find"),
    re_path(r"^(?P<receipt>[0-9A-Z]{1,12})/$", report.state, name="state"),
]
