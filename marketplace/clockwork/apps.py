from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ClockworkConfig(AppConfig):
    name = "marketplace.clockwork"
    label = "clockwork"
    verbose_name = "Bộ máy định kỳ"

    def ready(self):
        autodiscover_modules("jobs")
