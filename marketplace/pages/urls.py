"""Pages that join several apps."""

from django.urls import path

from marketplace.pages import producer, province

app_name = "pages"
urlpatterns = [
    path("nha-san-xuat/<slug:slug>/", producer.producer_detail, name="producer"),
    path("tinh/<slug:slug>/", province.province_detail, name="province"),
]
