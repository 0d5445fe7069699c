from django.apps import AppConfig


class BuyersConfig(AppConfig):
    name = "marketplace.buyers"
    label = "buyers"
    verbose_name = "Người mua"

    def ready(self):
        from marketplace.buyers import receivers  # noqa: F401
