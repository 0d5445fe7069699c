"""The public register."""

from django.urls import path

from catalogue import views

app_name = "certificates"
urlpatterns = [
    path("", views.certificate_list, name="list"),
    path("<slug:public_id>.json", views.certificate_json, name="json"),
    path("<slug:public_id>/", views.certificate_detail, name="detail"),
]
