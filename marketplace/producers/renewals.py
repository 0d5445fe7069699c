"""How a certificate stands between now and its end, as its producer is told."""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from catalogue import ocop, renewal
from catalogue.models import Certificate
from catalogue.renewal import Renewal


class Row(NamedTuple):
    """A certificate and how it stands; `shown_days` is its days left within the bar of 180."""

    certificate: Certificate
    renewal: Renewal
    words: str
    shown_days: int


def row_of(certificate: Certificate, day: date) -> Row:
    """As renewal.renewal_of, with its words in the reader's language."""
    stands = renewal_of(certificate, day)
    days = max(0, min(stands.days_left, ocop.RENEWAL_OPENS_DAYS))
    return Row(certificate, stands, _(renewal.WORDS[stands.state]), days)


def renewal_of(certificate: Certificate, day: date) -> Renewal:
    """How a certificate stands on `day`."""
    filed = certificate.state == Certificate.State.IN_RENEWAL
    return renewal.renewal_of(certificate.until, stars=certificate.stars, day=day, filed=filed)
