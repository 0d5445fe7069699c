from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "marketplace.cms"
    label = "cms"
    verbose_name = "Bàn làm việc"

    def ready(self):
        from catalogue.signals import certificate_changed
        from marketplace.cms.log import mirror

        certificate_changed.connect(mirror, dispatch_uid="cms_mirror")
