"""The basket."""

from django.urls import path  # noqa: F401

app_name = "basket"
urlpatterns: list = []
