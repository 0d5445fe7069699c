from django.urls import path

from marketplace.dashboard import old_code_acts, old_codes

app_name = "old-codes"
urlpatterns = [
    path("", old_codes.index, name="index"),
    path("<int:pk>/", old_code_acts.code, name="code"),
    path("<int:pk>/thu-hoi/", old_code_acts.withdraw, name="withdraw"),
]
