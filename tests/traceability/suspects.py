"""Labels that look copied, and who looks at them."""

import pytest
from django.core.cache import cache
from django.utils.timezone import now

from catalogue.models import Place
from marketplace.pages.scan import scans
from tests.traceability.factories import active_label
from traceability import cases, counting
from traceability.models import NetworkRegion
from traceability.scans import Seen

PHONE = "Mozilla/5.0 (Linux; Android 14; {}) Chrome/130"
FAR = {"203.0.113.0/24": "04", "198.51.100.0/24": "96"}  # Cao Bằng and Cà Mau: 1,500 km


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()
    scans.forget()


@pytest.fixture
def places():
    """Where the three documentation networks lie; the third lies nowhere."""
    for code, name, latitude, longitude in [("04", "Tỉnh Cao Bằng", 22.75, 106.08), ("96", "Tỉnh Cà Mau", 9.2, 105.1)]:
        Place.objects.update_or_create(
            system="2025",
            level="province",
            code=code,
            defaults={"name": name, "latitude": latitude, "longitude": longitude},
        )
    NetworkRegion.objects.bulk_create(NetworkRegion(network=network, region=code) for network, code in FAR.items())


def look(client, label, address, phone="Pixel"):
    return client.get(f"/T/{label.code}", REMOTE_ADDR=address, HTTP_USER_AGENT=PHONE.format(phone))


def crowd(label, count=12, networks=3):
    """So many devices from so many networks within a minute."""
    at = now()
    batch = [Seen(label.pk, at, f"10.1.{n % networks}.0/24", f"device {n}", "vi") for n in range(count)]
    counting.record_scans(batch)


def suspected(**label):
    held = active_label(**label)
    crowd(held)
    cases.judge_labels()
    held.refresh_from_db()
    return held
