"""What is certified, and by whom. Oscar's remaining models come last."""

from catalogue.models.places import Place, PlaceSuccession  # noqa: F401
from catalogue.models.producers import Producer  # noqa: F401
from catalogue.models.products import Product, ProductTranslation  # noqa: F401
from catalogue.models.certificates import Certificate, CertificateEvent  # noqa: F401
from oscar.apps.catalogue.models import *  # noqa: F403
