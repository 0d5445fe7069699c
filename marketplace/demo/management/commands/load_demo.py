"""Door to marketplace.demo.load."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.timezone import localdate

from marketplace.demo.load import load_demo


class Command(BaseCommand):
    help = "Load the demo: the real list, then synthetic products up to --products (safe to run twice)."

    def add_arguments(self, parser):
        parser.add_argument("--products", type=int, default=0, help="fill up with synthetic products to this number")
        parser.add_argument("--without-pictures", action="store_true", help="draw nothing (tests)")

    def handle(self, *, products, without_pictures, verbosity, **options):
        self.is_silent = verbosity == 0
        if not settings.DEBUG:
            self.stderr.write("DEBUG is off: the sample accounts are left out.")
        load_demo(
            localdate(), say=self.say, with_people=settings.DEBUG, with_pictures=not without_pictures, up_to=products
        )

    def say(self, line):
        if not self.is_silent:
            self.stdout.write(line)
            self.stdout.flush()
