"""Door to marketplace.demo.report."""

from django.conf import settings
from django.core.management.base import BaseCommand

from marketplace.demo.report import lines


class Command(BaseCommand):
    help = "Print the demo's addresses, a scan URL for each state, and its accounts."

    def handle(self, **options):
        self.stdout.write("\n".join(lines(settings.SITE_URL)))
