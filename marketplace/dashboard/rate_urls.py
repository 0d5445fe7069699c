from django.urls import path

from marketplace.dashboard import rates

app_name = "rates"
urlpatterns = [
    path("", rates.index, name="index"),
    path("<int:pk>/bo/", rates.drop, name="drop"),
]
