"""Where to buy in person."""

from django.urls import path

from outlets import views

app_name = "outlets"
urlpatterns = [
    path("diem-ban/", views.outlet_list, name="list"),
    path("diem-ban.geojson", views.outlets_geojson, name="geojson"),
    path("diem-ban/<slug:slug>/", views.outlet_detail, name="detail"),
]
