"""What the staff groups may do, written into the database after each `migrate`."""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import connections

from marketplace.accounts.models import CURATOR, OFFICER, STAFF_GROUPS

FULL = ("add", "change", "delete", "view")
ADMIN = ("wagtailadmin", "access_admin")
# group -> (app, model or "" for all of the app, acts)
MODEL_ACTS = {
    CURATOR: [
        ("stories", "", FULL),
        ("outlets", "", FULL),
        ("catalogue", "producttranslation", FULL),
        ("catalogue", "ipasset", FULL),
    ],
    OFFICER: [
        ("catalogue", "certificate", ("add", "change", "view")),
        ("catalogue", "certificateevent", ("view",)),
        ("catalogue", "product", ("view",)),
        ("catalogue", "producer", ("view",)),
    ],
}
PAGE_ACTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
MEDIA_ACTS = [
    ("wagtailimages", ("add_image", "change_image", "choose_image")),
    ("wagtaildocs", ("add_document", "change_document", "choose_document")),
]
NEEDED_TABLE = "wagtailcore_grouppagepermission"  # the last table that these words need


def write_groups(sender=None, *, using: str = "default", **kwargs) -> None:
    """Make the groups and give them their permissions. Safe to run again: it adds, and never takes away."""
    if NEEDED_TABLE not in connections[using].introspection.table_names():
        return  # a partial migration
    groups = {name: Group.objects.using(using).get_or_create(name=name)[0] for name in STAFF_GROUPS}
    for name in (CURATOR, OFFICER):
        groups[name].permissions.add(permission(*ADMIN, using))
        for app, model, acts in MODEL_ACTS[name]:
            groups[name].permissions.add(*model_permissions(app, model, acts, using))
    give_pages(groups[CURATOR])
    give_media(groups[CURATOR], using)


def model_permissions(app: str, model: str, acts: tuple, using: str) -> list[Permission]:
    """The permissions to do `acts` on a model, or on every model of the app that is no page."""
    config = apps.get_app_config(app)
    create_permissions(config, verbosity=0, using=using)
    models = [config.get_model(model)] if model else list(config.get_models())
    names = [f"{act}_{m._meta.model_name}" for m in models for act in acts]
    return list(Permission.objects.using(using).filter(content_type__app_label=app, codename__in=names))


def give_pages(group: Group) -> None:
    """Let a group edit and publish the whole page tree."""
    from wagtail.models import GroupPagePermission, Page

    root = Page.get_first_root_node()
    if root is None:
        return
    for act in PAGE_ACTS:
        GroupPagePermission.objects.get_or_create(
            group=group, page=root, permission=permission("wagtailcore", act, "default")
        )


def give_media(group: Group, using: str) -> None:
    """Let a group add and choose images and documents of every collection."""
    from wagtail.models import Collection, GroupCollectionPermission

    root = Collection.get_first_root_node()
    for app, acts in MEDIA_ACTS:
        create_permissions(apps.get_app_config(app), verbosity=0, using=using)
        for act in acts:
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root, permission=permission(app, act, using)
            )


def permission(app: str, codename: str, using: str) -> Permission:
    """One permission by app and codename."""
    create_permissions(apps.get_app_config(app), verbosity=0, using=using)
    return Permission.objects.using(using).get(content_type__app_label=app, codename=codename)
