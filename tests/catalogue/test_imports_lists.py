"""The lists that the import must take as they are: 63 provinces, planted faults, a decision of 50 products."""

from datetime import date

import pytest

from catalogue.imports import import_certificates
from catalogue.models import Certificate, Producer, Product
from tests.catalogue.lists import AT, DATA, HEADER, make_provinces, packed, product_row, workbook

TODAY = date(2026, 11, 22)
pytestmark = pytest.mark.django_db


@pytest.fixture
def provinces():
    return make_provinces()


def test_the_63_province_list_imports_wholly(provinces):
    rows = [
        product_row(number, province=link["legacy_province"], code=None) for number, link in enumerate(provinces, 1)
    ]

    report = import_certificates(packed(workbook(rows)), today=TODAY)

    assert (report.rows, report.added, report.problems) == (63, 63, [])
    heirs = {link["legacy_province"]: link["current_province"] for link in provinces}
    found = Product.objects.select_related("province").order_by("pk")
    assert {product.origin_as_printed.split(", ")[-1]: product.province.name for product in found} == heirs


@pytest.mark.parametrize(
    "name", ["Tỉnh Bến Tre", "bến tre", "BẾN TRE", "T. Bến Tre", "Vĩnh Long", "tỉnh  Vĩnh  Long", "Tỉnh Trà Vinh"]
)
def test_a_province_is_understood_as_people_write_it(provinces, name):
    report = import_certificates(packed(workbook([product_row(1, province=name, code=None)])), today=TODAY)

    assert report.problems == []
    assert Product.objects.get().province.name == "Tỉnh Vĩnh Long"


@pytest.mark.parametrize(("name", "today_is"), [("Hoà Bình", "Tỉnh Phú Thọ"), ("TP.HCM", "Thành phố Hồ Chí Minh"),
                                               ("Thừa Thiên-Huế", "Thành phố Huế"), ("Đắc Lắc", "Tỉnh Đắk Lắk")])  # fmt: skip
def test_another_spelling_of_a_province_is_understood(provinces, name, today_is):
    import_certificates(packed(workbook([product_row(1, province=name, code=None)])), today=TODAY)

    assert Product.objects.get().province.name == today_is


# fault: (what stands in the row, the column that is told, a piece of the reason)
FAULTS = {
    "no name": ({"product": None}, "product", "thiếu tên sản phẩm"),
    "no star": ({"star": None}, "star", "thiếu hạng sao"),
    "two stars": ({"star": "2 sao"}, "star", "phải là 3, 4 hoặc 5"),
    "no number of stars": ({"star": "bốn rưỡi"}, "star", "phải là 3, 4 hoặc 5"),
    "no day": ({"day": None}, "decision_date", "thiếu ngày"),
    "a day that is none": ({"day": "31/02/2025"}, "decision_date", "không đọc được ngày"),
    "a day to come": ({"day": date(2026, 12, 1)}, "decision_date", "nằm ngoài khoảng"),
    "a day before the programme": ({"day": date(2017, 12, 31)}, "decision_date", "nằm ngoài khoảng"),
    "a year alone": ({"day": 2025}, "decision_date", "chỉ có năm 2025"),
    "no such province": ({"province": "Tỉnh Trung Đô", "code": None}, "province_stated", "Trung Đô"),
    "no province": ({"province": None, "code": None}, "province_stated", "thiếu tỉnh"),
    "a code of before": ({"province": None, "code": "83"}, "province_current_code", "mã cũ của Tỉnh Bến Tre"),
    "a code of another province": ({"code": "01"}, "province_current_code", "không khớp"),
    "no such set": ({"set": "QD26-99"}, "criteria_set", "không có bộ"),
    "a formula as star": ({"star": "=3+1"}, "star", "công thức"),
    "a formula as name": ({"product": '=HYPERLINK("http://x.test","Mật ong")'}, "product", "công thức"),
    "an error as day": ({"day": "#N/A"}, "decision_date", "báo lỗi #N/A"),
    "lost letters": ({"product": "M?t ong r?ng"}, "product", "chữ đã mất"),
    "a font of before Unicode": ({"product": "MËt ong r¸ng ®Æc biÖt"}, "product", "TCVN3"),
    "too long": ({"product": "M" * 300}, "product", "dài quá 255"),
}


def test_an_xlsx_with_20_planted_faults_reports_each_and_refuses_nothing_else(provinces):
    rows, planted = [], []
    for number, (cells, column, reason) in enumerate(FAULTS.values()):
        rows += [product_row(2 * number), product_row(2 * number + 1, **cells)]
        planted.append((2 * number + 5, column, reason))  # two titles and the header stand above
    content = packed(workbook(rows, titles=("DANH SÁCH SẢN PHẨM OCOP", "Năm 2025"), tail=[("Tổng cộng: 40",)]))

    report = import_certificates(content, today=TODAY)

    told = [(one.row, one.column) for one in report.problems]
    assert told == [(row, column) for row, column, _reason in planted]
    for one, (_row, _column, reason) in zip(report.problems, planted, strict=True):
        assert reason in one.reason
    assert (len(planted), report.added, report.bad) == (20, 20, 20)
    assert Certificate.objects.count() == 20


DECISION_TITLES = (
    "ỦY BAN NHÂN DÂN TỈNH VĨNH LONG",
    "DANH SÁCH SẢN PHẨM OCOP ĐƯỢC CÔNG NHẬN",
    "(Kèm theo Quyết định số 3981/QĐ-UBND ngày 12 tháng 6 năm 2026 của Chủ tịch UBND tỉnh Vĩnh Long)",
)


def decision_of_50():
    """As published: decision and province in the titles only, a header of two rows, producers merged, a signature."""
    rows = [
        (number, f"Kẹo dừa số {number}", "HTX Bến Tre" if number % 2 else None, "Xã Tiên Thủy", "Bốn sao")
        for number in range(1, 51)
    ]
    tail = [
        ("Tổng cộng: 50 sản phẩm",),
        (None, "Nơi nhận:", None, "TM. ỦY BAN NHÂN DÂN"),
        (None, None, None, "CHỦ TỊCH"),
    ]
    book = workbook(
        [(None, None, "Tên", "Địa chỉ", None), *rows],
        titles=DECISION_TITLES,
        header=("STT", "Tên sản phẩm", "Chủ thể", None, "Hạng sao"),
        tail=tail,
    )
    sheet = book.active
    for title in range(1, 4):
        sheet.merge_cells(start_row=title, start_column=1, end_row=title, end_column=5)
    for column in (1, 2, 5):
        sheet.merge_cells(start_row=4, start_column=column, end_row=5, end_column=column)
    sheet.merge_cells(start_row=4, start_column=3, end_row=4, end_column=4)
    for first in range(6, 56, 2):
        sheet.merge_cells(start_row=first, start_column=3, end_row=first + 1, end_column=3)
    return packed(book)


def test_a_decision_of_50_products_imports_as_described(provinces):
    report = import_certificates(decision_of_50(), today=TODAY)

    assert (report.added, report.problems) == (50, [])
    made = Certificate.objects.select_related("product__owner__province")
    assert {(one.decision_number, one.issued_on, one.stars) for one in made} == {("3981/QĐ-UBND", date(2026, 6, 12), 4)}
    assert {one.valid_until for one in made} == {date(2029, 6, 12)}
    assert {one.product.province.name for one in made} == {"Tỉnh Vĩnh Long"}
    assert {one.issuer_as_printed for one in made} == {"Chủ tịch UBND tỉnh Vĩnh Long"}
    assert Producer.objects.get().name == "HTX Bến Tre"


def test_a_decision_imported_twice_changes_nothing(provinces):
    import_certificates(decision_of_50(), today=TODAY)
    before = [model.objects.count() for model in (Certificate, Product, Producer)]

    again = import_certificates(decision_of_50(), today=TODAY)

    assert (again.added, again.known, again.problems) == (0, 50, [])
    assert [model.objects.count() for model in (Certificate, Product, Producer)] == before


def test_the_rows_left_out_are_named(provinces):
    report = import_certificates(decision_of_50(), today=TODAY)

    assert report.notes == [
        "Bỏ qua dòng không phải sản phẩm (đề mục, tổng cộng, chữ ký): 56, 57, 58.",
    ]


def test_the_header_names_stand_in_any_order(provinces):
    order = [7, 1, 9, 4, 2]
    rows = [[product_row(1)[at] for at in order]]

    report = import_certificates(packed(workbook(rows, header=[HEADER[at] for at in order])), today=TODAY)

    assert (report.added, report.problems) == (1, [])


def test_the_real_list_can_be_imported_as_it_is(provinces):
    report = import_certificates((DATA / "ocop_products.csv").read_bytes(), today=TODAY)

    assert report.rows == 301
    assert report.added > 50
    assert report.added + report.known + report.bad == 301


# The star as a mark under one of three columns -----------------------------------------------------
def marked(number, *marks, **cells):
    """A good row whose star stands as marks under 3, 4 and 5 stars."""
    row = product_row(number, **cells)
    return [*row[: AT["Hạng sao"]], *marks, *row[AT["Hạng sao"] + 1 :]]


UNDER_3_4_5 = [*HEADER[: AT["Hạng sao"]], "3 sao", "4 sao", "5 sao", *HEADER[AT["Hạng sao"] + 1 :]]


@pytest.mark.parametrize("mark", ["x", "X", "✓", "v", 1, True, "có", "5", "5 sao", "*****"])
def test_a_mark_under_a_number_of_stars_is_that_star(provinces, mark):
    report = import_certificates(packed(workbook([marked(1, None, "-", mark)], header=UNDER_3_4_5)), today=TODAY)

    assert report.problems == []
    assert Certificate.objects.get().stars == 5


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        ((None, None, None), "thiếu hạng sao"),
        (("x", "x", None), "đánh dấu ở nhiều cột: 3 sao, 4 sao"),
        ((None, "75,5", None), "không hiểu “75,5” ở cột 4 sao"),
        (("5 sao", None, None), "không hiểu “5 sao” ở cột 3 sao"),
        (("=A1", None, None), "công thức"),
    ],
)
def test_a_row_without_one_clear_mark_is_reported(provinces, marks, reason):
    report = import_certificates(packed(workbook([marked(1, *marks)], header=UNDER_3_4_5)), today=TODAY)

    (problem,) = report.problems
    assert (problem.column, Certificate.objects.count()) == ("star", 0)
    assert reason in problem.reason


@pytest.mark.parametrize("group", ["Kết quả phân hạng", "Đề nghị công nhận", "Hạng sao"])
def test_the_columns_of_marks_may_stand_under_a_common_name(provinces, group):
    at = AT["Hạng sao"]
    upper = [*HEADER[:at], group, None, None, *HEADER[at + 1 :]]
    lower = [*[None] * at, "3 sao", "4 sao", "5 sao", *[None] * (len(HEADER) - at - 1)]

    rows = [lower, marked(1, "x", None, None), marked(2, None, "x", None)]
    report = import_certificates(packed(workbook(rows, header=upper)), today=TODAY)

    assert report.problems == []
    assert sorted(Certificate.objects.values_list("stars", flat=True)) == [3, 4]


def test_a_list_with_two_columns_of_marks_and_no_third_is_read(provinces):
    lacking = [name for name in UNDER_3_4_5 if name != "5 sao"]
    row = marked(1, None, "x")

    report = import_certificates(packed(workbook([row], header=lacking)), today=TODAY)

    assert (report.added, Certificate.objects.get().stars) == (1, 4)


@pytest.mark.parametrize("name", ["Mã sản phẩm", "Mã số sản phẩm", "product_code"])
def test_the_code_that_the_decision_prints_is_kept_with_the_certificate(provinces, name):
    row = [*product_row(1), "86-28780-3-2026"]

    report = import_certificates(packed(workbook([row], header=[*HEADER, name])), today=TODAY)

    assert report.problems == []
    assert Certificate.objects.get().product_code == "86-28780-3-2026"
