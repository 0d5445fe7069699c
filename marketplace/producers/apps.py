from django.apps import AppConfig


class ProducersConfig(AppConfig):
    name = "marketplace.producers"
    label = "producers"
    verbose_name = "Kênh nhà sản xuất"

    def ready(self):
        from marketplace.producers import receivers  # noqa: F401
