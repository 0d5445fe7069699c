from django.urls import path

from marketplace.dashboard import old_codes

app_name = "old-codes"
urlpatterns = [path("", old_codes.index, name="index")]
