"""News from payment providers."""

from django.urls import path

from marketplace.payment import views

app_name = "webhooks"
urlpatterns = [
    path("stripe/", views.stripe_webhook, name="stripe"),
    path("bank/<slug:provider>/", views.bank_webhook, name="bank"),
]
