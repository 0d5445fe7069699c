"""A decision is registered once with its many products; each row's fault is said, and nothing typed is lost."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from catalogue.models import Certificate
from marketplace.cms.decision_rows import pasted_rows
from tests.factories import CertificateFactory, PlaceFactory
from tests.marketplace.cms import certificate_of, desk, officer_of, officer_of_the_ministry, paper, product_of

ONE_DAY = timedelta(days=1)


def head(today, **changes) -> dict:
    facts = {
        "decision_number": "4711/QĐ-UBND",
        "decision_date": today.isoformat(),
        "issuer_as_printed": "UBND tỉnh Kiểm Thử",
        "pasted": "",
    }
    return facts | changes


def row(n: int, product, **changes) -> dict:
    facts = {"product": product.pk, "name": product.title, "stars": 4}
    return {f"rows-{n}-{name}": value for name, value in (facts | changes).items()}


@pytest.fixture
def officer(client, province):
    user = officer_of(province)
    client.force_login(user)
    return user


def send(client, step: str, **sent):
    answer = client.post(desk("decision"), sent | {"step": step})
    assert answer.status_code in (200, 302)
    return answer


def faults(answer) -> list[list[str]]:
    return [form.faults for form in answer.context["rows"]]


# What is pasted


@pytest.mark.parametrize("mark", ["\t", " | ", "; "])
def test_lines_are_read_from_a_spreadsheet_or_typed(mark):
    text = mark.join(["Mật ong", "HTX A", "4 sao", "01/GCN", "Mật ong rừng"])

    (row,) = pasted_rows(text)

    assert [row[name] for name in ("name", "owner", "stars", "number", "name_as_printed")] == [
        "Mật ong",
        "HTX A",
        "4",
        "01/GCN",
        "Mật ong rừng",
    ]


def test_a_heading_and_running_numbers_are_left_out():
    rows = pasted_rows("STT\tTên sản phẩm\tChủ thể\n1\tMật ong\tHTX A\t★★★\n\n2.\tChè\tHTX B\t5")

    assert [(one["name"], one["owner"], one["stars"]) for one in rows] == [
        ("Mật ong", "HTX A", "3"),
        ("Chè", "HTX B", "5"),
    ]


# Registering


def test_fifty_products_are_registered_at_once(client, officer, province, today):
    products = [product_of(province, title=f"Sản phẩm {n}") for n in range(50)]
    pasted = "\n".join(f"{one.title}|{one.owner.name}|{3 + n % 2}|{n}/GCN" for n, one in enumerate(products))

    preview = send(client, "preview", **head(today, pasted=pasted))
    assert preview.context["is_sound"]
    assert not Certificate.objects.exists()
    rows = {}
    for n, form in enumerate(preview.context["rows"]):
        rows |= {f"rows-{n}-{name}": value for name, value in form.row.items()}
    saved = send(client, "save", **head(today), **rows)

    made = Certificate.objects.filter(decision_number="4711/QĐ-UBND")
    assert made.count() == 50
    assert "decision_number=4711" in saved.url
    one = made.get(product=products[1])
    assert (one.stars, one.number, one.product_name_as_printed) == (4, "1/GCN", "Sản phẩm 1")
    assert (one.producer_as_printed, one.issuer_as_printed) == (products[1].owner.name, "UBND tỉnh Kiểm Thử")
    assert one.events.get(kind="issued").actor == officer


def test_a_name_is_understood_without_its_diacritics(client, officer, province, today):
    product = product_of(province, title="Mật ong rừng")

    send(client, "save", **head(today, pasted="mat ong rung||4"))

    assert product.certificates.count() == 1


def test_a_name_that_two_products_bear_is_asked_back(client, officer, province, today):
    products = [product_of(province, title="Chè Shan tuyết") for _ in range(2)]

    answer = send(client, "save", **head(today, pasted="Chè Shan tuyết||4"))
    page = answer.content.decode()

    assert faults(answer) == [["Có nhiều sản phẩm cùng tên này: hãy chọn một."]]
    assert all(one.owner.name in page for one in products)
    assert not Certificate.objects.exists()

    send(client, "save", **head(today, pasted=f"Chè Shan tuyết|{products[1].owner.name}|4"))
    assert products[1].certificates.count() == 1


def test_every_fault_of_every_row_is_said_and_none_is_saved(client, officer, province, today):
    good, held = product_of(province), certificate_of(province)
    foreign = product_of(PlaceFactory(), title="Nơi khác")
    rows = {
        **row(0, good),
        **row(1, held.product),
        **row(2, foreign),
        **row(3, good),
        **row(4, product_of(province), stars=5),
        **row(5, product_of(province), stars=""),
    }

    answer = send(client, "save", **head(today), **rows)

    found = faults(answer)
    assert found[0] == []
    assert held.public_id in found[1][0]
    assert "Không thấy sản phẩm tên này" in found[2][0]
    assert "đã có ở một dòng trước" in found[3][0]
    assert "không công nhận hạng" in found[4][0]
    assert len(found[5]) == 1
    assert Certificate.objects.count() == 1
    assert foreign.owner.name not in answer.content.decode()


def test_what_was_typed_comes_back_with_the_faults(client, officer, province, today):
    rows = row(0, product_of(province), number="SỐ-77", name_as_printed="Tên in riêng", stars="")

    page = send(client, "save", **head(today, decision_number="99/QĐ"), **rows, find="abc").content.decode()

    for word in ("99/QĐ", "SỐ-77", "Tên in riêng", "UBND tỉnh Kiểm Thử"):
        assert word in page


@pytest.mark.parametrize("missing", ["decision_number", "decision_date", "issuer_as_printed"])
def test_a_decision_without_its_head_is_not_saved_and_keeps_its_rows(client, officer, province, today, missing):
    product = product_of(province)

    answer = send(client, "save", **head(today, **{missing: ""}), **row(0, product))

    assert missing in answer.context["head"].errors
    assert product.title in answer.content.decode()
    assert not Certificate.objects.exists()


def test_a_row_takes_the_place_of_the_certificate_in_force_when_it_says_so(client, officer, province, today):
    held = certificate_of(province, stars=3)

    send(client, "save", **head(today), **row(0, held.product, replaces="on"))

    held.refresh_from_db()
    assert (held.state, held.superseded_by.stars) == ("superseded", 4)


def test_a_province_cannot_put_its_certificate_in_the_place_of_a_five_star_one(client, officer, province, today):
    held = certificate_of(province, stars=5)

    answer = send(client, "save", **head(today), **row(0, held.product, replaces="on"))

    held.refresh_from_db()
    assert "do bộ công nhận" in faults(answer)[0][0]
    assert held.state == "issued"


def test_the_ministry_registers_five_stars(client, province, today):
    client.force_login(officer_of_the_ministry())
    product = product_of(province)

    send(client, "save", **head(today), **row(0, product, stars=5))

    assert product.certificates.get().stars == 5


def test_a_decision_sent_twice_is_registered_once(client, officer, province, today):
    product = product_of(province)
    sent = head(today) | row(0, product)

    send(client, "save", **sent)
    again = send(client, "save", **sent)

    assert faults(again)[0]
    assert product.certificates.count() == 1


def test_products_are_looked_for_and_added_as_rows(client, officer, province, today):
    wanted = product_of(province, title="Nấm mối đen")
    product_of(PlaceFactory(), title="Nấm nơi khác")

    found = send(client, "find", **head(today), find="nam")
    assert list(found.context["offered"]) == [wanted]
    added = send(client, "", **head(today), add=wanted.pk)

    assert [form.found.key for form in added.context["rows"]] == [wanted.pk]


def test_a_row_is_dropped(client, officer, province, today):
    rows = row(0, product_of(province)) | row(1, product_of(province), drop="1")

    assert len(send(client, "preview", **head(today), **rows).context["rows"]) == 1


def test_more_rows_than_one_form_holds_are_counted_and_not_lost_silently(client, officer, province, today):
    pasted = "\n".join(f"Dòng {n}||4" for n in range(103))

    answer = send(client, "preview", **head(today, pasted=pasted))

    assert len(answer.context["rows"]) == 100
    assert answer.context["left_out"] == 3


# The scan


def test_a_scan_is_sent_once_and_kept_through_the_previews(client, officer, province, today, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    products = [product_of(province), product_of(province)]
    rows = row(0, products[0]) | row(1, products[1])

    preview = send(client, "preview", **head(today), **rows, scan=paper())
    word = preview.context["staged"]
    assert word
    send(client, "save", **head(today), **rows, staged=word)

    hashes = {one.certificates.get().scan_sha256 for one in products}
    assert len(hashes) == 1
    assert len(hashes.pop()) == 64
    assert all(one.certificates.get().scan for one in products)


def test_a_file_that_is_no_scan_is_refused_before_anything_is_registered(client, officer, province, today):
    product = product_of(province)
    fake = SimpleUploadedFile("quyet-dinh.pdf", b"MZ not a paper")

    answer = send(client, "save", **head(today), **row(0, product), scan=fake)

    assert answer.context["head"].errors["scan"]
    assert not product.certificates.exists()


def test_a_word_for_a_file_that_nobody_staged_is_ignored(client, officer, province, today):
    product = product_of(province)

    send(client, "save", **head(today), **row(0, product), staged="../../etc/passwd")

    assert not product.certificates.get().scan


def test_certificates_of_one_decision_are_listed_together(client, officer, province, today):
    ours = CertificateFactory(product=product_of(province), decision_number="4711/QĐ-UBND")
    other = certificate_of(province)

    page = client.get(desk("index"), {"decision_number": "4711/QĐ-UBND"}).content.decode()

    assert ours.public_id in page
    assert other.public_id not in page
