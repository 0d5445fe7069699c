from django.urls import path

from marketplace.dashboard import sales

app_name = "sales"
urlpatterns = [
    path("", sales.index, name="index"),
    path("<int:pk>/", sales.product, name="product"),
]
