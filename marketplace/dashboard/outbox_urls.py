from django.urls import path

from marketplace.dashboard import outbox

app_name = "outbox"
urlpatterns = [
    path("", outbox.index, name="index"),
    path("<int:pk>/", outbox.message, name="message"),
    path("<int:pk>/gui-lai/", outbox.send_again, name="retry"),
]
