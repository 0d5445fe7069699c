"""Door to catalogue.imports."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from catalogue.imports import import_certificates
from catalogue.imports_reading import FileRefused


class Command(BaseCommand):
    help = "Import certificates from a CSV file: keeps the good rows, reports the others. See catalogue/imports_reading.py."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="report only, keep nothing")

    def handle(self, *, file, dry_run, **options):
        try:
            report = import_certificates(file.read_bytes(), today=localdate(), dry_run=dry_run)
        except OSError as missing:
            raise CommandError(f"Không mở được tệp: {missing.strerror}") from missing
        except FileRefused as refused:
            raise CommandError(str(refused)) from refused
        for problem in report.problems:
            self.stdout.write(str(problem))
        done = "Sẽ thêm" if dry_run else "Đã thêm"
        self.stdout.write(f"{done} {report.added}; đã có {report.known}; bỏ qua {len(report.problems)} dòng.")
