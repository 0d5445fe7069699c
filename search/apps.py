from django.db.models.signals import post_migrate, pre_migrate
from oscar.apps.search import apps


class SearchConfig(apps.SearchConfig):
    name = "search"

    def ready(self) -> None:
        from search import receivers, schema

        super().ready()
        receivers.connect()
        pre_migrate.connect(schema.take_down, sender=self, dispatch_uid="search_take_down")
        post_migrate.connect(schema.put_up, sender=self, dispatch_uid="search_put_up")
