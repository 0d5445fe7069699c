"""Where people say which messages they want."""

from django.urls import path

from marketplace.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.news, name="news"),
    path("<str:token>/", views.settle, name="settle"),
]
