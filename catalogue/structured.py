"""What machines are told (schema.org, as JSON-LD). Pieces; pages put them together.

Stars are a Rating of the certificate, never an aggregateRating of the product: nobody voted.
"""

import json
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from catalogue.models import Certificate
from catalogue.ocop import HIGHEST_STARS
from catalogue.timeline import last_counted

SCHEMA = "https://schema.org"
PROGRAMME = "Mỗi xã một sản phẩm (OCOP)"  # a name: it is not translated


def script(data: dict) -> SafeString:
    """JSON-LD that is safe inside a <script> element: "<" could close the element early."""
    text = json.dumps({"@context": SCHEMA, **data}, ensure_ascii=False, default=str)
    return mark_safe(text.replace("<", "\\u003c"))


def certification(certificate: Certificate, day: date) -> dict:
    """A certificate as it stands on `day`, in force or not. Dates invented for the demo are left out."""
    is_active = certificate.is_in_force(day)
    data = {
        "@type": "Certification",
        "name": PROGRAMME,
        "url": settings.SITE_URL + certificate.get_absolute_url(),
        "certificationIdentification": certificate.number or certificate.decision_number or certificate.public_id,
        "certificationStatus": f"{SCHEMA}/Certification{'Active' if is_active else 'Inactive'}",
        "certificationRating": rating(certificate.stars),
    }
    if certificate.issuer_as_printed:
        data["issuedBy"] = organization(certificate.issuer_as_printed, kind="GovernmentOrganization")
    return data if certificate.dates_are_illustrative else data | _dates(certificate)


def _dates(certificate: Certificate) -> dict:
    return {"validFrom": certificate.issued_on, "expires": last_counted(certificate)}


def rating(stars: int) -> dict:
    return {"@type": "Rating", "ratingValue": stars, "bestRating": HIGHEST_STARS, "worstRating": 1}


def organization(name: str, *, kind: str = "Organization", url: str = "") -> dict:
    return {"@type": kind, "name": name} | ({"url": settings.SITE_URL + url} if url else {})


def breadcrumbs(trail: Iterable[tuple[str, str]], here: str) -> dict:
    """A trail of (name, path or "") from the front page on; `here`: the page's own path."""
    steps = [(_("Trang chủ"), "/"), *trail]
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": settings.SITE_URL + (path or here)}
        for place, (name, path) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}
