"""The words we ask in."""

from catalogue.queries.certificates import (
    STATES_IN_FORCE,
    CertificateQuerySet,
    IpAssetQuerySet,
    QualityCertificateQuerySet,
    standings_on,
)
from catalogue.queries.places import IssuerQuerySet, PlaceQuerySet, ProducerQuerySet
from catalogue.queries.products import ProductQuerySet

__all__ = [
    "STATES_IN_FORCE",
    "CertificateQuerySet",
    "IpAssetQuerySet",
    "IssuerQuerySet",
    "PlaceQuerySet",
    "ProducerQuerySet",
    "ProductQuerySet",
    "QualityCertificateQuerySet",
    "standings_on",
]
