from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Sample data, and the check that keeps its people out of production."""

    name = "marketplace.demo"
    label = "demo"

    def ready(self):
        from marketplace.demo import checks  # noqa: F401
