from django.apps import AppConfig


class VouchersConfig(AppConfig):
    name = "marketplace.vouchers"
    label = "vouchers"
    verbose_name = "Mã giảm giá"
