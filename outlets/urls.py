"""Where to buy in person."""

from django.urls import path  # noqa: F401

app_name = "outlets"
urlpatterns: list = []
