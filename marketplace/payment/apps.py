from oscar.apps.payment import apps


class PaymentConfig(apps.PaymentConfig):
    name = "marketplace.payment"

    def ready(self):
        super().ready()
        from marketplace.payment import checks  # noqa: F401
