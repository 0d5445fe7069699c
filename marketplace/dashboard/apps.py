from django.urls import reverse_lazy
from oscar.apps.dashboard import apps


class DashboardConfig(apps.DashboardConfig):
    name = "marketplace.dashboard"
    login_url = reverse_lazy("account_login")
