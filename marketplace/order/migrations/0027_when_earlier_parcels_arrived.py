"""Parcels that were delivered before the day was kept on them take it from their way."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def take_from_events(apps, schema_editor):
    arrivals = apps.get_model("order", "ParcelEvent").objects.filter(parcel=OuterRef("pk"), status="delivered")
    delivered = apps.get_model("order", "Parcel").objects.filter(delivered_at=None, status__in=("delivered", "completed"))
    delivered.update(delivered_at=Subquery(arrivals.order_by("-pk").values("at")[:1]))


class Migration(migrations.Migration):
    dependencies = [("order", "0026_what_leaves_an_order")]

    operations = [migrations.RunPython(take_from_events, migrations.RunPython.noop)]
