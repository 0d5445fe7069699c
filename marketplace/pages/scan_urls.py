"""Where a scanned label lands; outside the language prefixes."""

from django.urls import path  # noqa: F401

app_name = "traceability"
urlpatterns: list = []
