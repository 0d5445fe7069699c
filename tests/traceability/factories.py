from datetime import timedelta

import factory
from django.utils.timezone import localdate
from factory.django import DjangoModelFactory

from tests.factories import ProductFactory
from traceability.models import Label, LabelSheet, Lot
from traceability.services import activate_labels, generate_labels


class LotFactory(DjangoModelFactory):
    """Twenty packs of a purchasable product, packed a week ago."""

    class Meta:
        model = Lot

    product = factory.SubFactory(ProductFactory)
    number = factory.Sequence("2026-{:03d}".format)
    packed_on = factory.LazyFunction(lambda: localdate() - timedelta(days=7))
    quantity = 20
    unit = "hũ"


def printed_sheet(lot: Lot | None = None, count: int = 1, **kwargs) -> LabelSheet:
    """A sheet as it is after printing, without drawing it."""
    sheet = generate_labels(lot or LotFactory(), count, **kwargs)
    sheet.labels.update(state=Label.State.PRINTED)
    return sheet


def active_label(lot: Lot | None = None, **kwargs) -> Label:
    """A label in use on a pack of the lot."""
    sheet = printed_sheet(lot, **kwargs)
    activate_labels(sheet)
    return sheet.labels.get()
