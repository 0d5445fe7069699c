from django.urls import path

from marketplace.dashboard import payouts

app_name = "payouts"
urlpatterns = [
    path("", payouts.index, name="index"),
    path("lap/", payouts.draft, name="draft"),
    path("thue.csv", payouts.taxes, name="taxes"),
    path("<int:pk>/", payouts.batch, name="batch"),
    path("<int:pk>/buoc/", payouts.step, name="step"),
    path("<int:pk>/tep.csv", payouts.bank_file, name="file"),
]
