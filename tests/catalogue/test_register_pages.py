"""The public register: every entry with what is true of it today."""

from datetime import timedelta

import pytest

from catalogue.services import issue_certificate, revoke_certificate, upgrade_certificate
from tests.factories import BareProductFactory, CertificateFactory, ProductFactory

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)
PLATE = 'class="star-plate'


def text_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"register_note": "unverified"}, "Hạng sao chưa kiểm chứng, sản phẩm chưa được bán tại đây."),
        ({"register_note": "starless"}, "Nguồn không nêu hạng sao."),
        ({"register_note": "uncertified"}, "Chưa có chứng nhận OCOP."),
        ({}, "Sổ đăng ký chưa có giấy chứng nhận của sản phẩm này."),
    ],
)
def test_an_entry_without_a_verified_certificate_carries_the_sentence_that_is_true_of_it(client, facts, sentence):
    BareProductFactory(**facts)

    html = text_of(client, "/chung-nhan/")

    assert sentence in html and PLATE not in html


@pytest.mark.parametrize(
    ("days_left", "word", "plate"),
    [(400, "Còn hiệu lực", True), (29, "Sắp hết hạn", True), (0, "Sắp hết hạn", True), (-1, "Đã hết hạn", False)],
)
def test_the_register_says_the_state_of_today(client, today, days_left, word, plate):
    CertificateFactory(valid_until=today + days_left * ONE_DAY)

    html = text_of(client, "/chung-nhan/")

    assert word in html and (PLATE in html) == plate
    assert f'<time datetime="{(today + days_left * ONE_DAY).isoformat()}">' in html


@pytest.mark.parametrize("asked", ["MH-P123", "Lạc sen", "Hợp tác xã Sen", "777/QĐ-UBND", "GCN-42"])
def test_an_entry_is_found_by_number_product_maker_or_decision(client, asked):
    CertificateFactory(
        public_id="MH-P123",
        number="GCN-42",
        decision_number="777/QĐ-UBND",
        product__title="Lạc sen Diễn Châu",
        product__owner__name="Hợp tác xã Sen",
    )
    CertificateFactory(product__title="Thứ khác", product__owner__name="Người khác")

    html = text_of(client, f"/chung-nhan/?q={asked}")

    assert "Lạc sen Diễn Châu" in html and "Thứ khác" not in html


def test_a_question_without_an_answer_gets_a_sentence(client):
    assert "Sổ đăng ký không có mục nào khớp" in text_of(client, "/chung-nhan/?q=%00khong-co%27%22<b>")


def test_a_certificate_page_tells_its_history(client, today):
    product = ProductFactory(certified=False)
    certificate = issue_certificate(product, stars=4, issued_on=today - 100 * ONE_DAY, decision_number="9/QĐ-UBND")
    revoke_certificate(certificate, ground="c", decision_number="10/QĐ-UBND", on=today)

    html = text_of(client, certificate.get_absolute_url())

    assert "9/QĐ-UBND" in html and "10/QĐ-UBND" in html
    assert "Đã thu hồi" in html and "Vi phạm quy định về chất lượng" in html
    assert PLATE not in html


def test_an_upgraded_certificate_leads_to_the_new_one(client, today):
    old = CertificateFactory(stars=3)
    new = upgrade_certificate(old, stars=4, issued_on=today, decision_number="11/QĐ-UBND")

    html = text_of(client, old.get_absolute_url())

    assert "đã được thay bằng giấy chứng nhận 4 sao" in html and new.get_absolute_url() in html


def test_a_certificate_page_without_a_decision_number_says_that_the_source_has_none(client):
    certificate = CertificateFactory(decision_number="")

    assert "nguồn không nêu" in text_of(client, certificate.get_absolute_url())


@pytest.mark.parametrize(("days_left", "in_force"), [(0, True), (-1, False)])
def test_machines_read_the_same_verdict(client, today, days_left, in_force):
    certificate = CertificateFactory(valid_until=today + days_left * ONE_DAY)

    facts = client.get(f"/chung-nhan/{certificate.public_id}.json").json()

    assert facts["in_force"] is in_force
    assert facts["last_day"] == (today + days_left * ONE_DAY).isoformat()
