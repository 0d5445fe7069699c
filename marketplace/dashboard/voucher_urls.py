from django.urls import path

from marketplace.dashboard import vouchers

app_name = "vouchers"
urlpatterns = [
    path("", vouchers.index, name="index"),
    path("<int:pk>/ngung/", vouchers.stop, name="stop"),
]
