"""Oscar's view of our shipping: one method, whose parts are the parcels of the producers."""

from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from oscar.apps.shipping.methods import *  # noqa: F403
from oscar.apps.shipping.methods import Base
from oscar.core.prices import Price

from catalogue.models import Place


class ByProducer(Base):
    """Each producer sends one parcel; the charge is the sum of their fees (whole đồng, VAT included)."""

    code = "parcels"
    name = _("Mỗi nhà sản xuất gửi một kiện")

    def __init__(self, to: Place | None = None, day: date | None = None) -> None:
        self.to, self.day = to, day

    def breakdown(self, basket) -> dict[int, int]:
        """{producer's primary key: fee}; where no province is known, the highest fee that may come."""
        from marketplace.basket.plans import plan_of

        plan = plan_of(basket, self.day or localdate(), to=self.to)
        return {parcel.producer.pk: parcel.shipping for parcel in plan.parcels}

    def calculate(self, basket) -> Price:
        charge = sum(self.breakdown(basket).values())
        return Price(currency=basket.currency, excl_tax=charge, incl_tax=charge)
