"""What is certified, and by whom. Oscar's remaining models come last: its star import leaves out what we replaced."""

from catalogue.models.boxes import BoxEvent, BoxPart
from catalogue.models.certificates import Certificate, CertificateEvent, Issuer, RenewalReminder
from catalogue.models.claims import IpAsset, QualityCertificate
from catalogue.models.imports import RegisterImport
from catalogue.models.places import Place, PlaceAlias, PlaceSuccession
from catalogue.models.producers import Producer
from catalogue.models.products import Product, ProductTranslation, SaleEvent
from oscar.apps.catalogue.models import *  # noqa: F403 (Oscar's way to fork an app)

__all__ = [
    "BoxEvent",
    "BoxPart",
    "Certificate",
    "CertificateEvent",
    "IpAsset",
    "Issuer",
    "Place",
    "PlaceAlias",
    "PlaceSuccession",
    "Producer",
    "Product",
    "ProductTranslation",
    "QualityCertificate",
    "RegisterImport",
    "RenewalReminder",
    "SaleEvent",
]
