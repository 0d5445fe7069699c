"""An order as its buyer sees it."""

from django.urls import path  # noqa: F401

app_name = "orders"
urlpatterns: list = []
