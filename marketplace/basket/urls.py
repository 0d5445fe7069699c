"""The basket."""

from django.urls import path

from marketplace.basket import views, voucher_views

app_name = "basket"
urlpatterns = [
    path("", views.summary, name="summary"),
    path("them/", views.add, name="add"),
    path("them/<int:pk>/", views.add, name="add"),
    path("noi-nhan/", views.choose, name="choose-province"),
    path("ma-giam-gia/", voucher_views.use, name="voucher-use"),
    path("ma-giam-gia/<int:pk>/bo/", voucher_views.drop, name="voucher-drop"),
    path("bo-khong-ban/", views.remove_troubled, name="remove-troubled"),
    path("dong/<int:pk>/", views.update, name="update"),
    path("dong/<int:pk>/bo/", views.remove, name="remove"),
]
