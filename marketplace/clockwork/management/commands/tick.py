import time

from django.core.management.base import BaseCommand

from marketplace.clockwork.services import tick


class Command(BaseCommand):
    help = "Run the periodic jobs that are due: expire holds, send mails, ask providers."

    def add_arguments(self, parser):
        parser.add_argument("--loop", type=int, metavar="SECONDS", help="keep running, pausing this long")

    def handle(self, *, loop, verbosity, **options):
        while True:
            for name, error in tick().items():
                if error or verbosity > 1:
                    self.stdout.write(f"{name}: {error or 'ok'}")
            if not loop:
                return
            time.sleep(loop)
