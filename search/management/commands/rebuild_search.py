from django.core.management.base import BaseCommand

from search.services import rebuild


class Command(BaseCommand):
    help = "Index all public products anew."

    def handle(self, **options) -> None:
        self.stdout.write(f"{rebuild()} products can be found.")
