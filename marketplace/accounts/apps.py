from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "marketplace.accounts"
    label = "accounts"
    verbose_name = "Tài khoản"

    def ready(self):
        from marketplace.accounts.groups import write_groups

        post_migrate.connect(write_groups, sender=self)
