"""What editors' pages need beside their own paths."""

from django.urls import path

from stories import views

app_name = "stories"
urlpatterns = [path("mau-tinh/<slug:slug>.css", views.province_colours, name="province-colours")]
