"""Door to catalogue.places_load and catalogue.issuers_load."""

from django.core.management.base import BaseCommand

from catalogue.issuers_load import load_issuers
from catalogue.places_load import load_places


class Command(BaseCommand):
    help = "Load the administrative units of today and before, and who signs in them (seconds; safe to run twice)."

    def handle(self, **options):
        self.stdout.write(f"{load_places():,} places and successions added")
        self.stdout.write(f"{load_issuers():,} issuers added")
