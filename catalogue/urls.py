"""The pages of single certificates; the list of all is search.register."""

from django.urls import path

from catalogue import views

urlpatterns = [
    path("<slug:public_id>.json", views.certificate_json, name="json"),
    path("<slug:public_id>/", views.certificate_detail, name="detail"),
    path("<slug:public_id>/ban-quet/", views.certificate_scan, name="scan"),
]
