"""The visitor's own pages; allauth's stand beside them under the same path."""

from django.urls import path

from marketplace.accounts import views

app_name = "account"
urlpatterns = [
    path("", views.index, name="index"),
]
