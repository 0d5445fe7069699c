"""Good rows are kept, the others are reported with row, column and reason; nothing is ever a traceback."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from catalogue.imports import import_certificates
from catalogue.imports.cells import read_date
from catalogue.imports.files import FileRefused
from catalogue.imports.reading import Facts, read_list
from catalogue.models import Certificate, Producer, Product
from tests.factories import PlaceFactory

TODAY = date(2026, 11, 21)
HEADER = "product,producer,star,decision_no,decision_date,province_current_code,criteria_set"
GOOD = "Mật ong,HTX Ong,4,12/QĐ-UBND,2025-06-19,86,QD26-04"


def file(*rows, header=HEADER):
    return "\n".join([header, *rows]).encode()


def problems(*rows, header=HEADER):
    return [(one.row, one.column) for one in read_list(file(*rows, header=header), TODAY).problems]


@pytest.fixture
def vinh_long(db):
    return PlaceFactory(code="86", name="Tỉnh Vĩnh Long", slug="vinh-long")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",HTX Ong,4,12/QĐ,2025-06-19,86,", "product"),
        ("Mật ong,HTX,,12/QĐ,2025-06-19,86,", "star"),
        ("Mật ong,HTX,2,12/QĐ,2025-06-19,86,", "star"),
        ("Mật ong,HTX,bốn rưỡi,12/QĐ,2025-06-19,86,", "star"),
        ("Mật ong,HTX,4,12/QĐ,,86,", "decision_date"),
        ("Mật ong,HTX,4,12/QĐ,31/02/2025,86,", "decision_date"),
        ("Mật ong,HTX,4,12/QĐ,2027-01-01,86,", "decision_date"),
        ("Mật ong,HTX,4,12/QĐ,2025-06-19,86,QD26-99", "criteria_set"),
        ("M" * 300 + ",HTX,4,12/QĐ,2025-06-19,86,", "product"),
    ],
)
def test_a_bad_cell_is_reported_with_its_row_and_column(row, column):
    assert problems(GOOD, row) == [(3, column)]


def test_each_bad_cell_of_a_row_is_told_at_once():
    assert problems(GOOD, "Mật ong") == [(3, "star"), (3, "province_stated"), (3, "decision_date")]


def test_the_reason_is_a_sentence_in_vietnamese():
    (problem,) = read_list(file("Mật ong,HTX,2,12/QĐ,2025-06-19,86,"), TODAY).problems

    assert str(problem) == "Dòng 2, cột “hạng sao”: hạng sao phải là 3, 4 hoặc 5, không phải “2”"


def test_vietnamese_headers_and_a_semicolon_are_read_too():
    content = (
        "\ufeffTên sản phẩm;Chủ thể;Hạng sao;Số quyết định;Ngày quyết định;Mã tỉnh\nMật ong;HTX;4;1/QĐ;19/6/2025;86"
    )

    (row,) = read_list(content.encode(), TODAY).facts

    assert (row.product, row.stars, row.issued_on) == ("Mật ong", 4, date(2025, 6, 19))


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "trống"), (b"\xff\xfe\x00", "UTF-8"), ("tên,sao\n1,2".encode(), "Thiếu cột"), (b"\n\n", "trống")],
)
def test_what_is_no_such_file_is_refused_with_a_reason(content, said):
    with pytest.raises(FileRefused, match=said):
        read_list(content, TODAY)


@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_fall(noise):
    try:
        listing = read_list(file() + b"\n" + noise, TODAY)
    except FileRefused:
        return
    assert all(isinstance(row, Facts) for row in listing.facts)


@pytest.mark.parametrize(("text", "day"), [("2026-08-05", date(2026, 8, 5)), ("5/8/2026", date(2026, 8, 5))])
def test_a_date_is_read_as_it_is_written_in_vietnam(text, day):
    assert read_date(text) == day


def test_good_rows_are_kept_and_bad_ones_reported(vinh_long):
    report = import_certificates(
        file(GOOD, "Trà,HTX,9,1/QĐ,2025-06-19,86,", "Gạo,HTX,3,1/QĐ,2025-06-19,77,"), today=TODAY
    )

    assert (report.added, [(one.row, one.column) for one in report.problems]) == (
        1,
        [(3, "star"), (4, "province_current_code")],
    )
    certificate = Certificate.objects.get()
    assert (certificate.product.title, certificate.valid_until) == ("Mật ong", date(2028, 6, 19))
    assert certificate.events.count() == 1


def test_importing_again_changes_nothing(vinh_long):
    import_certificates(file(GOOD), today=TODAY)
    before = [model.objects.count() for model in (Certificate, Product, Producer)]

    report = import_certificates(file(GOOD), today=TODAY)

    assert (report.added, report.known) == (0, 1)
    assert [model.objects.count() for model in (Certificate, Product, Producer)] == before


def test_a_rehearsal_keeps_nothing(vinh_long):
    report = import_certificates(file(GOOD), today=TODAY, dry_run=True)

    assert report.added == 1
    assert not Product.objects.exists()


def test_a_decision_told_with_other_stars_is_refused(vinh_long):
    import_certificates(file(GOOD), today=TODAY)

    report = import_certificates(file(GOOD.replace(",4,", ",5,")), today=TODAY)

    assert [problem.column for problem in report.problems] == ["star"]


def test_a_second_certificate_for_the_same_time_is_refused(vinh_long):
    report = import_certificates(file(GOOD, GOOD.replace("12/QĐ", "13/QĐ")), today=TODAY)

    assert (report.added, [problem.column for problem in report.problems]) == (1, ["decision_date"])


def test_an_imported_producer_may_not_sell_before_it_is_verified(vinh_long):
    import_certificates(file(GOOD), today=TODAY)

    assert not Producer.objects.get().may_sell


def test_the_command_reports_and_counts(vinh_long, tmp_path):
    path = tmp_path / "quyet-dinh.csv"
    path.write_bytes(file(GOOD, ",HTX,,,,86,"))
    out = StringIO()

    call_command("import_certificates", str(path), "--dry-run", stdout=out)

    assert out.getvalue().endswith("Sẽ thêm 1; đã có 0; bỏ qua 1 dòng.\n")


def test_a_missing_file_is_an_error_in_words(db, tmp_path):
    with pytest.raises(CommandError, match="Không mở được tệp"):
        call_command("import_certificates", str(tmp_path / "khong-co.csv"))
