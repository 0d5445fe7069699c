"""An order as its buyer sees it."""

from django.urls import path

from marketplace.order import change_views, refund_views, views

app_name = "orders"
urlpatterns = [
    path("", views.track, name="track"),
    path("<str:number>/", views.detail, name="detail"),
    path("<str:number>/vietqr.png", views.transfer_qr, name="transfer-qr"),
    path("<str:number>/huy/", views.cancel, name="cancel"),
    path("<str:number>/kien/<int:position>/huy/", change_views.call_off, name="call-off"),
    path("<str:number>/kien/<int:position>/tra-hang/", change_views.ask_return, name="return"),
    path("<str:number>/tai-khoan-hoan/", refund_views.account, name="refund-account"),
    path("<str:number>/tra-hang/<int:pk>/rut/", change_views.withdraw, name="return-withdraw"),
    path("<str:number>/tra-hang/anh/<int:pk>/", change_views.photo, name="return-photo"),
]
