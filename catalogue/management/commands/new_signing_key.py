from django.core.management.base import BaseCommand
from django.utils.timezone import now

from catalogue.signing import rotated


class Command(BaseCommand):
    help = "Print a SIGNING_KEY: a new key, and the present ones that stop signing now. The output is secret."
    requires_system_checks = ()

    def handle(self, **options):
        self.stdout.write(rotated(now()).text())
