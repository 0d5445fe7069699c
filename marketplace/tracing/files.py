from collections.abc import Iterable
from datetime import date

from django.http import HttpResponse

from marketplace.spreadsheets import lines


def csv_of(rows: Iterable[list], first: date, last: date) -> HttpResponse:
    """The figures as a file."""
    response = HttpResponse(b"".join(lines(rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="luot-quet-{first:%Y%m%d}-{last:%Y%m%d}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response
