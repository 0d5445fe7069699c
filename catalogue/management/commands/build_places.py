"""Door to catalogue.places_build."""

from importlib.util import find_spec
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from catalogue.places_build import build_places, write_places

PLACES_FILE = Path(__file__).parents[2] / "data" / "places.json.gz"


class Command(BaseCommand):
    help = "Make catalogue/data/places.json.gz anew (needs `uv sync --group places`, or --package DIR)."

    def add_arguments(self, parser):
        parser.add_argument("--package", type=Path, help="folder of the unpacked onflow_location_platform")

    def handle(self, *, package, **options):
        package = package or self._installed()
        places = build_places(package)
        write_places(places, PLACES_FILE)
        self.stdout.write(f"{PLACES_FILE}: {PLACES_FILE.stat().st_size:,} bytes")

    def _installed(self) -> Path:
        spec = find_spec("onflow_location_platform")
        if spec is None:
            raise CommandError("onflow_location_platform is not installed; give --package DIR")
        return Path(spec.origin).parent
