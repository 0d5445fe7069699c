from django.db.models.signals import post_migrate, pre_migrate
from oscar.apps.catalogue import apps


class CatalogueConfig(apps.CatalogueConfig):
    name = "catalogue"

    def ready(self) -> None:
        from catalogue import checks, schema  # noqa: F401 (registers the checks)

        super().ready()
        pre_migrate.connect(schema.take_down, sender=self, dispatch_uid="catalogue_take_down")
        post_migrate.connect(schema.put_up, sender=self, dispatch_uid="catalogue_put_up")
