"""Door to catalogue.imports."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from catalogue.imports import import_certificates
from catalogue.imports.files import FileRefused


class Command(BaseCommand):
    help = "Import certificates from a CSV or XLSX list: keeps the good rows, reports the others. See docs/import.md."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="report only, keep nothing")
        parser.add_argument("--province", default="", help="where the list names no province")

    def handle(self, *, file, dry_run, province, **options):
        try:
            report = import_certificates(
                file.read_bytes(), today=localdate(), dry_run=dry_run, province=province, progress=self.show
            )
        except OSError as missing:
            raise CommandError(f"Không mở được tệp: {missing.strerror}") from missing
        except FileRefused as refused:
            raise CommandError(str(refused)) from refused
        self.tell(report, dry_run)

    def show(self, report):
        """One line that grows on a terminal; nothing where the errors go to a file."""
        if self.stderr.isatty():
            self.stderr.write(f"\r{report.done}/{report.rows} dòng", ending="" if report.done < report.rows else "\n")

    def tell(self, report, dry_run):
        for line in (*report.notes, *report.problems):
            self.stdout.write(str(line))
        done = "Sẽ thêm" if dry_run else "Đã thêm"
        self.stdout.write(f"{done} {report.added}; đã có {report.known}; bỏ qua {report.bad} dòng.")
