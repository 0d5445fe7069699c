"""Reporting a suspicious label without an account, and reading what became of it by the receipt number."""

from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from marketplace.pages import report
from marketplace.pages.report_forms import ReportPhotoField
from marketplace.producers import forms
from tests.traceability.factories import active_label
from traceability import cases, codes
from traceability.cases import Role
from traceability.models import Case, CodeAlias

pytestmark = pytest.mark.django_db
FORM = "/bao-hang-gia/"


@pytest.fixture(autouse=True)
def nothing_remembered(settings, tmp_path):
    cache.clear()
    settings.MEDIA_ROOT = tmp_path


def photo(size=(640, 480), kind="JPEG", extra=0):
    content, picture = BytesIO(), Image.new("RGB", size, "brown")
    exif = picture.getexif()
    exif[0x8825] = {1: "N", 2: (9.0, 10.0, 0.0)}  # where it was taken
    picture.save(content, kind, exif=exif)
    return SimpleUploadedFile("cua-toi.jpg", content.getvalue() + b"\0" * extra, "image/jpeg")


def send(client=None, **fields):
    return (client or Client()).post(FORM, {"kind": "copied", "words": "Hai hũ cùng một mã", **fields})


def test_a_report_is_sent_without_script_or_account_and_leads_to_its_receipt():
    label = active_label()
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(FORM, {"ma": label.code})
    token = page.content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert f'value="{label.code}"' in page.content.decode()

    answer = send(browser, code=label.code, photo=photo(), csrfmiddlewaretoken=token, place_text="Chợ Đồng Xuân")

    case = Case.objects.get()
    assert answer.url == f"{FORM}{case.receipt}/"
    assert (case.label, case.product, case.network) == (label, label.lot.product, "127.0.0.0/24")
    said = browser.get(answer.url).content.decode()
    assert case.receipt in said
    assert "Mới nhận" in said


@pytest.mark.parametrize("target", ["label", "lot", "product"])
def test_a_report_about_another_systems_code_reaches_the_producer_whatever_the_code_leads_to(target):
    label = active_label()
    product = label.lot.product
    printed = f"https://old.example/{'x' * 60}/{target}"
    CodeAlias.objects.create(
        alias=codes.normalise(printed), **{target: {"label": label, "lot": label.lot, "product": product}[target]}
    )

    send(code=printed)

    case = Case.objects.of_producer(product.owner).get()
    assert case.label == (label if target == "label" else None)
    assert case.code == codes.normalise(printed)


def test_the_photo_is_written_anew_without_the_place_where_it_was_taken():
    send(photo=photo())

    with Case.objects.get().photo.open() as file, Image.open(file) as stored:
        assert (stored.format, stored.size) == ("WEBP", (640, 480))
        assert not stored.getexif()
    assert "cua-toi" not in Case.objects.get().photo.name


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"words": ""}, "Hãy kể vài chữ"),
        ({"photo": SimpleUploadedFile("x.jpg", b"<svg>", "image/jpeg")}, "Không đọc được ảnh này"),
        ({"kind": "scans"}, "scans"),
        ({"province": "x"}, "field-error"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words_and_nothing_is_kept(fields, said):
    answer = send(**fields)

    assert answer.status_code == 422
    assert said in answer.content.decode() or said == "field-error"
    assert not Case.objects.exists()


@pytest.mark.parametrize(("extra", "status"), [(0, 302), (5 * 1024 * 1024, 422)])
def test_a_photo_is_at_most_5_mb(extra, status):
    assert send(photo=photo(extra=extra)).status_code == status


def test_the_sixth_report_of_a_network_in_a_day_gets_the_same_page_with_429():
    assert [send().status_code for _ in range(6)] == [302] * 5 + [429]
    assert "năm báo cáo" in send().content.decode()
    assert Case.objects.count() == 5


def test_no_picture_is_read_of_a_network_that_has_sent_its_reports_or_tries_too_often(monkeypatch):
    for _ in range(5):
        send()
    monkeypatch.setattr(forms, "reencode", None)
    assert send(photo=photo()).status_code == 429
    Case.objects.all().update(network="")
    monkeypatch.setattr(report, "TRIES", 6)

    answer = send(photo=photo(), words="Hũ thứ hai")

    assert answer.status_code == 429
    assert "Hũ thứ hai" in answer.content.decode()


def test_a_photo_of_too_many_pixels_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(ReportPhotoField, "most_pixels", 640 * 480 - 1)

    assert "25 triệu điểm ảnh" in send(photo=photo()).content.decode()


def test_the_reporter_reads_the_outcome_but_neither_notes_nor_names():
    send()
    case = Case.objects.get()
    cases.take_up(case, "Ghi chú nội bộ", role=Role.PRODUCER)
    assert "Đang xác minh" in Client().get(f"{FORM}{case.receipt}/").content.decode()
    cases.close(case, "fake", answer="Đã báo quản lý thị trường", role=Role.AUTHORITY)

    said = Client().get(f"{FORM}{case.receipt}/").content.decode()

    assert "Đã báo quản lý thị trường" in said
    assert "Hàng giả hoặc tem bị sao chép" in said
    assert "Ghi chú nội bộ" not in said


def test_a_receipt_is_found_in_any_spelling_and_an_unknown_one_is_404_with_the_box():
    send()
    receipt = Case.objects.get().receipt
    spelled = f"{receipt[:4]}-{receipt[4:8]} {receipt[8:]}".lower()

    assert Client().get(f"{FORM}tra-cuu/", {"bien-nhan": spelled}).url == f"{FORM}{receipt}/"
    unknown = Client().get(f"{FORM}BC0000000000/")
    assert unknown.status_code == 404
    assert 'name="bien-nhan"' in unknown.content.decode()


@pytest.mark.parametrize("typed", ["-", "\n", "SỐBC12345", "BC12.34", "BC..1"])
def test_what_cannot_be_a_receipt_is_refused_in_words(typed):
    answer = Client().get(f"{FORM}tra-cuu/", {"bien-nhan": typed})

    assert answer.status_code == 422


def test_what_the_rules_found_is_not_open_by_its_receipt():
    case = Case.objects.create(source="rules", kind="scans", network="10.0.0.0/24")

    assert Client().get(f"{FORM}{case.receipt}/").status_code == 404


def test_guessing_receipts_ends_after_twenty():
    answers = [Client().get(f"{FORM}BC000000000{n % 10}/").status_code for n in range(21)]

    assert answers == [404] * 20 + [429]


def test_the_scan_page_leads_to_the_form_in_its_language(client):
    label = active_label()

    assert f'href="/bao-hang-gia/?ma={label.code}"' in client.get(f"/T/{label.code}").content.decode()
    assert f'href="/en/bao-hang-gia/?ma={label.code}"' in client.get(f"/T/{label.code}?lang=en").content.decode()
