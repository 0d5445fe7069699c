"""An order as its buyer sees it."""

from django.urls import path

from marketplace.order import views

app_name = "orders"
urlpatterns = [
    path("", views.track, name="track"),
    path("<str:number>/", views.detail, name="detail"),
    path("<str:number>/vietqr.png", views.transfer_qr, name="transfer-qr"),
    path("<str:number>/huy/", views.cancel, name="cancel"),
    path("<str:number>/kien/<int:position>/huy/", views.cancel_parcel, name="cancel-parcel"),
]
