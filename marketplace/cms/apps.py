from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "marketplace.cms"
    label = "cms"
    verbose_name = "Bàn làm việc"

    def ready(self):
        from django.db.backends.signals import connection_created

        from catalogue.signals import certificate_changed, certificates_issued
        from marketplace.cms.log import mirror, mirror_many
        from marketplace.cms.words import teach

        connection_created.connect(teach, dispatch_uid="cms_words")
        certificate_changed.connect(mirror, dispatch_uid="cms_mirror")
        certificates_issued.connect(mirror_many, dispatch_uid="cms_mirror_many")
