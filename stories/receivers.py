"""After migrating, the page tree stands."""

from django.db import connections

from stories.services import plant_tree


def plant_after_migrate(sender, using: str, plan=(), **kwargs) -> None:
    """Plants what is missing, once the tables are there (not while migrating backwards to nothing)."""
    if using == "default" and "stories_homepage" in connections[using].introspection.table_names():
        plant_tree()
