"""Where to buy in person."""

from django.urls import path

from outlets import views

app_name = "outlets"
urlpatterns = [
    path("", views.outlet_list, name="list"),
    path("<slug:slug>/", views.outlet_detail, name="detail"),
]
