"""A whole country's list: how long, how much memory, how many queries; and that many rows leave what one act leaves."""

from datetime import date

import pytest
from django.db import connection
from django.forms import model_to_dict
from django.test.utils import CaptureQueriesContext

from catalogue import ocop
from catalogue.imports import BATCH, import_certificates
from catalogue.imports.reading import read_list
from catalogue.imports.saving import printed
from catalogue.models import Certificate, CertificateEvent
from catalogue.services import issue_certificate
from catalogue.signals import certificates_issued
from tests.catalogue.lists import make_provinces, packed, product_row, workbook
from tests.factories import BareProductFactory, UserFactory
from tests.support.importing import MEGABYTES, SECONDS, Imported, imported

TODAY = date(2026, 11, 22)


def country(rows: int, links: list[dict]) -> bytes:
    """Rows of two products for each producer, over all 63 provinces of before."""
    return packed(
        workbook(
            product_row(
                number,
                producer=f"HTX Ong {number // 2}",
                province=links[number // 2 % len(links)]["legacy_province"],
                code=None,
            )
            for number in range(rows)
        )
    )


def measured(rows: int, path) -> Imported:
    """A process that imports so many rows."""
    done = imported(country(rows, make_provinces()), path)
    assert (done.added, done.bad) == (rows, 0)
    print(done)
    return done


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_5000_rows_take_at_most_60_seconds_and_300_megabytes(tmp_path):
    done = measured(5_000, tmp_path / "ca-nuoc.xlsx")

    assert done.seconds <= SECONDS
    assert done.megabytes <= MEGABYTES
    assert done.told >= 5_000 / BATCH


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_500_rows_take_their_share_of_the_time_and_the_memory(tmp_path):
    done = measured(500, tmp_path / "mot-phan.xlsx")

    assert done.seconds <= SECONDS / 4  # a tenth of the rows, and room for a busy machine
    assert done.megabytes <= MEGABYTES


@pytest.mark.django_db
def test_a_batch_asks_hardly_more_queries_for_four_times_the_rows():
    links = make_provinces()
    counts = []
    for rows in (BATCH // 4, BATCH):
        with CaptureQueriesContext(connection) as asked:
            import_certificates(country(rows, links), today=TODAY)
        counts.append(len(asked))

    assert counts[1] <= counts[0] + 10  # SQLite takes at most 999 values in one INSERT
    assert counts[0] <= 40


@pytest.mark.django_db
def test_a_rehearsal_writes_nothing_and_asks_few_queries(django_assert_max_num_queries):
    content = country(300, make_provinces())

    with django_assert_max_num_queries(10) as asked:
        report = import_certificates(content, today=TODAY, dry_run=True)

    assert report.added == 300
    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)


@pytest.mark.django_db
def test_progress_reaches_every_row():
    seen = []
    content = country(2 * BATCH + 1, make_provinces())

    import_certificates(content, today=TODAY, progress=lambda report: seen.append((report.done, report.rows)))

    assert seen[-1] == (2 * BATCH + 1, 2 * BATCH + 1)
    assert len(set(seen)) >= 3


@pytest.mark.django_db
def test_many_rows_leave_what_one_act_of_the_service_leaves(django_capture_on_commit_callbacks):
    make_provinces()
    content, actor, told = packed(workbook([product_row(1)])), UserFactory(), []
    (facts,) = read_list(content, TODAY).facts

    def listen(sender, events, **kwargs):
        told.extend((event.certificate_id, event.kind, event.actor) for event in events)

    certificates_issued.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            import_certificates(content, today=TODAY, actor=actor)
            one = issue_certificate(BareProductFactory(), stars=facts.stars, issued_on=facts.issued_on,
                                    decision_number=facts.decision, actor=actor, **printed(facts))  # fmt: skip
    finally:
        certificates_issued.disconnect(listen)

    many = Certificate.objects.exclude(pk=one.pk).get()
    leave_out = ("id", "product", "public_id")
    assert model_to_dict(many, exclude=leave_out) == model_to_dict(one, exclude=leave_out)
    events = [model_to_dict(event, exclude=["id", "certificate", "at"]) for event in CertificateEvent.objects.all()]
    assert events[0] == events[1]
    assert told == [(many.pk, "issued", actor)]
    assert many.valid_until == ocop.valid_until(facts.issued_on)
