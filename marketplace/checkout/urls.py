"""Checkout."""

from django.urls import path

from marketplace.checkout import switching, views

app_name = "checkout"
urlpatterns = [
    path("", views.index, name="index"),
    path("xa-phuong/", views.communes, name="communes"),
    path("ten-cu/", views.old_names, name="old-names"),
    path("xem-lai/", views.review, name="review"),
    path("dat-hang/", views.place, name="place"),
    path("<str:number>/tra-tien/", views.pay, name="pay"),
    path("<str:number>/doi-cach-tra/", switching.switch, name="switch"),
    path("<str:number>/ket-qua/", views.back, name="back"),
]
