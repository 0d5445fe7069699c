from django.urls import path

from marketplace.dashboard import gs1_prefixes

app_name = "gs1-prefixes"
urlpatterns = [
    path("", gs1_prefixes.index, name="index"),
    path("ghi/<int:producer>/", gs1_prefixes.add, name="add"),
    path("<int:pk>/bo/", gs1_prefixes.withdraw, name="withdraw"),
]
