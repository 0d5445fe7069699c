from django.apps import AppConfig


class ProducersConfig(AppConfig):
    name = "marketplace.producers"
    label = "producers"
    verbose_name = "Kênh nhà sản xuất"
