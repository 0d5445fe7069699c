from django.apps import AppConfig
from django.db.models.signals import post_migrate


class StoriesConfig(AppConfig):
    name = "stories"
    label = "stories"
    verbose_name = "Câu chuyện"

    def ready(self):
        from stories.receivers import plant_after_migrate

        post_migrate.connect(plant_after_migrate, sender=self)
