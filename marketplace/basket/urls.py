"""The basket."""

from django.urls import path

from marketplace.basket import views

app_name = "basket"
urlpatterns = [
    path("", views.summary, name="summary"),
    path("them/", views.add, name="add"),
    path("them/<int:pk>/", views.add, name="add"),
    path("noi-nhan/", views.choose, name="choose-province"),
    path("bo-khong-ban/", views.remove_troubled, name="remove-troubled"),
    path("dong/<int:pk>/", views.update, name="update"),
    path("dong/<int:pk>/bo/", views.remove, name="remove"),
]
