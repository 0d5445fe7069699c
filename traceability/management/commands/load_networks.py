import csv
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from traceability.network_regions import BadLine, load_regions


class Command(BaseCommand):
    help = (
        "Replace the list of networks and where they lie by a CSV file: network, province (or country of two letters)."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = [(row[0], row[1]) for row in csv.reader(lines) if len(row) >= 2]
        try:
            count = load_regions(rows)
        except BadLine as trouble:
            raise CommandError(f"line {trouble}: no network or no region") from trouble
        self.stdout.write(f"{count} networks")
