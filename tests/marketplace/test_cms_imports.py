"""The officers' upload screen: trial first, then the good rows; nobody brings in another office's rows."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import now

from catalogue.imports import Report
from catalogue.models import Certificate, Place, Product, RegisterImport
from marketplace.accounts.models import CURATOR, OFFICER, Office
from marketplace.cms import imports_running
from marketplace.cms.imports import safe_cell
from tests.catalogue.lists import make_provinces, packed, product_row, workbook
from tests.marketplace.cms import in_group

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def provinces():
    return make_provinces()


def province(code):
    return Place.objects.provinces().get(code=code)


@pytest.fixture
def officer():
    return in_group(OFFICER, level="province", province=province("86"))


def at(name, *args) -> str:
    return reverse(f"imports_desk:{name}", args=args)


def send(client, content, name="danh-sach.xlsx"):
    return client.post(at("add"), {"file": SimpleUploadedFile(name, content)})


def listed(*rows, **kwargs) -> bytes:
    return packed(workbook(rows, **kwargs))


def page(client, answer) -> str:
    return client.get(answer.url).content.decode()


# The way of a list


def test_a_list_is_read_for_trial_and_nothing_is_kept(client, officer):
    client.force_login(officer)

    shown = page(client, send(client, listed(product_row(1), product_row(2, star=None))))

    assert "Đã đọc thử" in shown
    assert "thiếu hạng sao" in shown
    assert "Lưu các dòng đúng" in shown
    assert not Product.objects.exists()


def test_the_good_rows_are_saved_by_one_button(client, officer):
    client.force_login(officer)
    send(client, listed(product_row(1), product_row(2, star=None)))
    kept = RegisterImport.objects.get()

    shown = client.post(at("save", kept.pk), follow=True).content.decode()

    kept.refresh_from_db()
    assert (kept.state, kept.rows_total, kept.rows_new, kept.rows_known) == ("done", 2, 1, 0)
    assert "Đã lưu 1 giấy chứng nhận mới." in shown
    assert Certificate.objects.get().events.get().actor == officer


def test_the_same_file_twice_changes_nothing_and_says_when_it_came(client, officer):
    client.force_login(officer)
    content = listed(product_row(1))
    send(client, content)
    client.post(at("save", RegisterImport.objects.get().pk))

    shown = page(client, send(client, content))

    again = RegisterImport.objects.first()
    assert (again.rows_new, again.rows_known) == (0, 1)
    assert "Chính tệp này đã được lưu" in shown
    assert "Lưu các dòng đúng" not in shown


def test_saving_pressed_twice_saves_once(client, officer):
    client.force_login(officer)
    send(client, listed(product_row(1)))
    kept = RegisterImport.objects.get()

    answers = [client.post(at("save", kept.pk)).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert Certificate.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("anh.png", b"x", "Chỉ nhận tệp .csv hoặc .xlsx."),
        ("rong.csv", b"", "rỗng"),
        ("lon.csv", b"x" * (10 * 2**20 + 1), "10 MB"),
    ],
)
def test_what_is_no_list_is_refused_on_the_form(client, officer, name, content, said):
    client.force_login(officer)

    answer = send(client, content, name)

    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not RegisterImport.objects.exists()


def test_a_file_that_cannot_be_read_says_why(client, officer):
    client.force_login(officer)

    shown = page(client, send(client, b"PK\x03\x04 khong phai zip"))

    assert "Tệp bảng tính hỏng" in shown
    assert RegisterImport.objects.get().state == "failed"


def test_trouble_on_the_way_ends_in_words_and_not_in_waiting(client, officer, monkeypatch):
    def break_down(*args, **kwargs):
        raise RuntimeError("ổ đĩa")

    monkeypatch.setattr(imports_running, "import_certificates", break_down)
    client.force_login(officer)

    shown = page(client, send(client, listed(product_row(1))))

    assert "Máy chủ gặp lỗi" in shown


def test_trouble_while_saving_leaves_the_button(client, officer, monkeypatch):
    client.force_login(officer)
    send(client, listed(product_row(1), product_row(2)))
    kept = RegisterImport.objects.get()
    real = imports_running.import_certificates

    def break_down(content, *, progress, **kwargs):
        progress(Report(rows=2, done=1))
        raise RuntimeError("ổ đĩa")

    monkeypatch.setattr(imports_running, "import_certificates", break_down)
    shown = client.post(at("save", kept.pk), follow=True).content.decode()
    monkeypatch.setattr(imports_running, "import_certificates", real)
    client.post(at("save", kept.pk))

    assert "Máy chủ gặp lỗi" in shown
    assert "Lưu các dòng đúng" in shown
    assert Certificate.objects.count() == 2


def test_a_running_list_shows_how_far_it_is_and_renews_itself(client, officer):
    kept = RegisterImport.objects.create(
        actor=officer, file_name="x.csv", state="saving", rows_total=400, rows_done=100
    )
    client.force_login(officer)

    shown = client.get(at("inspect", kept.pk)).content.decode()

    assert '<meta http-equiv="refresh" content="2">' in shown
    assert 'value="25"' in shown
    assert "100 trên 400 dòng" in shown


def test_a_list_whose_worker_died_goes_on_by_a_button(client, officer):
    client.force_login(officer)
    send(client, listed(product_row(1)))
    kept = RegisterImport.objects.get()
    RegisterImport.objects.update(state="saving")

    client.post(at("save", kept.pk), {"again": "1"})

    kept.refresh_from_db()
    assert (kept.state, kept.rows_new) == ("done", 1)


def test_the_file_itself_is_let_go_once_it_is_saved(client, officer):
    client.force_login(officer)
    send(client, listed(product_row(1)))
    kept = RegisterImport.objects.get()
    storage, name = kept.file.storage, kept.file.name

    client.post(at("save", kept.pk))

    kept.refresh_from_db()
    assert (kept.file.name, storage.exists(name), len(kept.sha256)) == ("", False, 64)


def test_a_list_never_saved_is_let_go_after_a_week(client, officer):
    client.force_login(officer)
    send(client, listed(product_row(1)))
    RegisterImport.objects.update(at=now() - timedelta(days=8))

    assert imports_running.forget_unsaved(now()) == 1
    assert RegisterImport.objects.get().state == "failed"


# The errors as a file


def test_the_errors_come_as_a_file_that_no_spreadsheet_runs(client, officer):
    book = workbook([product_row(1, star="=1+1")])
    book.active.title = "=cmd"
    book.create_sheet("b")
    client.force_login(officer)
    send(client, packed(book))

    answer = client.get(at("errors", RegisterImport.objects.get().pk))

    text = answer.content.decode("utf-8-sig")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "'=cmd,2,hạng sao,ô này là công thức" in text
    assert not any(cell.startswith(("=", "+", "@")) for line in text.splitlines() for cell in line.split(","))


@pytest.mark.parametrize("text", ["=1+1", "+84", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_a_dangerous_cell_is_made_text(text):
    assert safe_cell(text) == f"'{text}"


# Scope


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"province": "Bến Tre", "code": None}, None, None),
        ({"province": "Cần Thơ", "code": None}, "tỉnh", "ngoài địa bàn"),
        ({"star": 5}, "hạng sao", "do Bộ công nhận"),
    ],
)
def test_a_province_brings_in_its_own_rows_of_3_and_4_stars_only(client, officer, cells, column, reason):
    client.force_login(officer)
    send(client, listed(product_row(1, **cells)))

    kept = RegisterImport.objects.get()

    assert kept.rows_new == (0 if column else 1)
    if column:
        assert kept.report[0]["column"] == column
        assert reason in kept.report[0]["reason"]


@pytest.mark.parametrize(("star", "new"), [(5, 1), (4, 0)])
def test_the_ministry_brings_in_5_stars_of_every_province(client, star, new):
    client.force_login(in_group(OFFICER, level="ministry"))

    send(client, listed(product_row(1, star=star, province="Cần Thơ", code=None)))

    assert RegisterImport.objects.get().rows_new == new


def test_a_list_that_names_no_province_is_about_the_officers_own(client, officer):
    client.force_login(officer)
    header = ("Tên sản phẩm", "Chủ thể", "Hạng sao", "Ngày quyết định")

    send(client, listed(("Trà", "HTX A", 3, "19/06/2025"), header=header))
    client.post(at("save", RegisterImport.objects.get().pk))

    assert Product.objects.get().province.name == "Tỉnh Vĩnh Long"


def test_an_office_sees_its_own_lists_and_another_office_finds_404(client, officer):
    client.force_login(officer)
    send(client, listed(product_row(1)))
    kept = RegisterImport.objects.get()
    colleague = in_group(OFFICER, level="province", province=province("86"))
    foreign = in_group(OFFICER, level="province", province=province("92"))

    codes = {}
    for user in (colleague, foreign):
        client.force_login(user)
        codes[user] = [client.get(at(name, kept.pk)).status_code for name in ("inspect", "errors")]
    saved = client.post(at("save", kept.pk)).status_code
    listing = client.get(at("index")).content.decode()

    assert codes == {colleague: [200, 200], foreign: [404, 404]}
    assert saved == 404
    assert kept.file_name not in listing
    assert not Certificate.objects.exists()


@pytest.mark.parametrize("name", ["index", "add"])
def test_a_curator_brings_in_nothing(client, name):
    client.force_login(in_group(CURATOR))

    answer = client.get(at(name))

    assert answer.status_code in (302, 403)


def test_an_officer_who_lost_the_office_in_between_saves_nothing(client, officer):
    client.force_login(officer)
    send(client, listed(product_row(1)))
    kept = RegisterImport.objects.get()
    Office.objects.filter(user=officer).delete()

    imports_running.start_saving(kept)

    assert not Certificate.objects.exists()
