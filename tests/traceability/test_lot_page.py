"""The page of a lot: what a person may read of it, and what nobody outside may."""

import re

import pytest
from django.utils.timezone import now

from catalogue import seals
from catalogue.models import Product
from catalogue.services import revoke_certificate, upgrade_certificate
from tests.factories import ONE_DAY, BareProductFactory, ProductFactory, UserFactory
from tests.traceability.factories import LotFactory, active_label, printed_sheet
from tests.traceability.goods import area_of, picture, result_of
from traceability import area_reviews, evidence, publishing, services
from traceability.models import CodeAlias, EvidenceFile, Laboratory, Lot, LotInput
from traceability.verdicts import WORDINGS, State

pytestmark = pytest.mark.django_db
FORBIDDEN = re.compile("10\\.9\\.8\\.|nguoi-viet@|genuine|hàng thật|chính hãng")


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def page(client, lot, language="vi", **headers) -> str:
    answer = client.get(f"{'/en' if language == 'en' else ''}/lo-hang/{lot.pk}/", **headers)
    assert answer.status_code == 200
    return answer.content.decode()


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def part(html: str, heading: str) -> str:
    """The section of that heading's id."""
    return words(html.partition(f'aria-labelledby="{heading}"')[2].partition("</section>")[0])


# Who may read it ---------------------------------------------------------------------------------
def hidden_lot(**facts) -> Lot:
    return LotFactory(product=ProductFactory(is_public=False), **facts)


@pytest.mark.parametrize(
    ("open_it", "status"),
    [
        (lambda lot: None, 404),
        (lambda lot: services.generate_labels(lot, 1), 404),
        (printed_sheet, 200),
        (lambda lot: CodeAlias.objects.create(alias="CT1", lot=lot), 200),
        (lambda lot: Product.objects.filter(pk=lot.product_id).update(is_public=True), 200),
    ],
    ids=["nothing", "labels not yet printed", "printed labels", "another system's label", "a public product"],
)
def test_page_document_and_files_of_a_lot_open_to_the_public_by_one_rule(client, media, open_it, status):
    lot = hidden_lot()
    services.add_step(lot, stage="pack", at=now(), files=[evidence.photo(picture())])
    kept = EvidenceFile.objects.get()
    open_it(lot)

    addresses = (f"/lo-hang/{lot.pk}/", f"/en/lo-hang/{lot.pk}/", f"/epcis/lots/{lot.pk}", f"/epcis/lots/{lot.pk}.json",
                 f"/epcis/evidence/{kept.pk}", f"/lo-hang/{lot.pk}/anh/{kept.stored_sha256}.webp")  # fmt: skip
    assert [client.get(address).status_code for address in addresses] == [status] * len(addresses)


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30, "9" * 5000, "x", "-1"])
def test_a_lot_that_is_none_is_a_404_in_words(client, number):
    answer = client.get(f"/lo-hang/{number}/")

    assert answer.status_code == 404
    assert "<h1" in answer.content.decode()


@pytest.mark.parametrize("open_it", [active_label, lambda lot: CodeAlias.objects.create(alias="CT1", lot=lot)])
def test_the_scan_page_leads_to_the_page_of_its_lot(client, open_it):
    lot = hidden_lot()
    code = getattr(open_it(lot), "code", "CT1")

    [leads_to] = re.findall(r'href="(/lo-hang/[^"]+)"', client.get(f"/T/{code}").content.decode())

    assert client.get(leads_to).status_code == 200


def test_the_scan_of_a_label_that_never_left_the_printer_leads_nowhere_the_public_may_not_go(client):
    label = services.generate_labels(hidden_lot(), 1).labels.get()

    assert "/lo-hang/" not in client.get(f"/T/{label.code}").content.decode()


# What is true of it today ------------------------------------------------------------------------
def recalled(lot):
    services.recall_lot(lot, "Phát hiện nấm mốc", advice="Trả lại nơi mua.")


def revoked(lot):
    revoke_certificate(lot.product.latest_certificate, ground="a", decision_number="1/QĐ", on=lot.packed_on + ONE_DAY)


def superseded(lot):
    upgrade_certificate(lot.product.latest_certificate, stars=5, issued_on=lot.packed_on + ONE_DAY)


def ended(lot):
    lot.product.certificates.update(valid_until=lot.packed_on)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("act", "state", "star"),
    [
        (lambda lot: None, State.IN_FORCE, True),
        (recalled, State.LOT_RECALLED, False),
        (revoked, State.REVOKED, False),
        (superseded, State.SUPERSEDED, True),
        (ended, State.EXPIRED, False),
    ],
    ids=["in force", "recalled", "revoked", "superseded", "ended"],
)
def test_the_band_says_what_is_true_now_and_the_page_what_was_at_packing(client, act, state, star, language):
    lot = LotFactory(product=ProductFactory(certified__dates_are_illustrative=True))
    assert "verdict--green" in page(client, lot)  # what an earlier reader saw is not kept
    act(lot)

    html = page(client, lot, language)

    assert f'<section class="verdict verdict--{WORDINGS[state].colour}"' in html
    assert WORDINGS[state].word[language].split("{")[0] in html
    assert ("star-plate__flowers" in html) == star
    packed = part(html, "certificate").partition("Khi đóng gói" if language == "vi" else "When it was packed")[2]
    assert WORDINGS[State.IN_FORCE].word[language] in packed
    assert "<form" not in html.partition("<article")[2].partition("</article>")[0]


def test_a_recalled_lot_says_what_to_do_in_the_scan_pages_words(client):
    lot = LotFactory()
    label = active_label(lot)
    recalled(lot)
    told = re.compile(r'<ul class="do">.*?</ul>', re.DOTALL)

    on_page, on_scan = page(client, lot), client.get(f"/T/{label.code}").content.decode()

    assert told.search(on_page)[0] == told.search(on_scan)[0]
    assert on_page.index('class="do"') < on_page.index("<h1")


def test_a_lot_of_material_carries_no_star_and_says_what_it_is_for(client):
    lot = LotFactory(material="Lá chè tươi", uom="KGM", unit="kg", packed_on=None)

    html = page(client, lot)

    assert "Lô" in html and "Lá chè tươi" in html and "lô nguyên liệu" in html
    assert "star-plate__flowers" not in html and "verdict--" not in html


def test_an_entry_whose_star_nobody_checked_shows_its_note_and_no_star(client):
    lot = LotFactory(product=ProductFactory(register_note="unverified"))

    html = page(client, lot)

    assert "star-plate__flowers" not in html and "verdict--" not in html


# Growing areas -----------------------------------------------------------------------------------
def test_each_code_says_on_whose_word_and_paper_it_stands_and_whether_it_counted_at_harvest(client, today):
    lot = LotFactory(harvested_on=today - 9 * ONE_DAY)
    owner = lot.product.owner
    said, wrong = area_of(owner, valid_until=today), area_of(owner, code="VN-DTOR-9", valid_from=today)
    lot.growing_areas.set([said, wrong, area_of(owner, code="VN-DTPH-1", kind="packhouse", market="EU")])
    for area, is_confirmed in ((said, True), (wrong, False)):
        word = {"authority": "UBND xã Tân Thuận", "document": f"7{area.pk}/XN", "by": UserFactory()}
        area_reviews.review_area(area, shown=area.fingerprint, is_confirmed=is_confirmed, **word)

    told = part(page(client, lot), "areas")

    confirmed, declared_, refused = (told.partition(code)[2] for code in (said.code, "VN-DTPH-1", wrong.code))
    assert "đã xác nhận" in confirmed and f"7{said.pk}/XN" in confirmed and "UBND xã Tân Thuận" in confirmed
    assert re.search(r"mã còn thời hạn", confirmed.partition("VN-DTOR-9")[0])
    assert "không xác nhận" in refused and "mã không có thời hạn vào ngày đó" in refused.partition("VN-DTPH-1")[0]
    assert "chưa cơ quan nào xác nhận" in declared_ and "EU" in declared_


# Steps, photographs, papers ----------------------------------------------------------------------
def test_a_photograph_is_given_out_small_by_its_hash_and_only_while_it_is_what_was_recorded(client, media):
    lot = LotFactory()
    services.add_step(lot, stage="pack", at=now(), files=[evidence.photo(picture())])
    kept = EvidenceFile.objects.get()

    [shown] = re.findall(r'<img src="([^"]+/anh/[^"]+)" alt="([^"]+)"[^>]* loading="lazy"', page(client, lot))
    answer = client.get(shown[0])

    assert shown[0].endswith(f"/{kept.stored_sha256}.webp") and "Đóng gói" in shown[1]
    assert answer["Content-Type"] == "image/webp" and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert len(answer.content) < kept.file.size and b"EXIF" not in answer.content
    assert client.get(f"/lo-hang/{LotFactory().pk}/anh/{kept.stored_sha256}.webp").status_code == 404

    with kept.file.storage.open(kept.file.name, "wb") as file:
        file.write(b"another picture")
    assert client.get(shown[0]).status_code == 404
    kept.file.storage.delete(kept.file.name)
    assert "tệp không còn được lưu" in page(client, lot)


def test_a_laboratorys_report_is_named_by_number_and_hash_and_no_picture(client, media):
    lot, laboratory = LotFactory(), Laboratory.objects.create(name="Trung tâm Kiểm nghiệm 3")
    lot.laboratories.add(laboratory)
    kept = result_of(lot, laboratory).evidence.get()

    html = page(client, lot)

    assert "Phiếu kết quả số KQ-17" in html and kept.sha256 in html and "Trung tâm Kiểm nghiệm 3" in html
    assert kept.sha256 != kept.stored_sha256
    assert f"/anh/{kept.stored_sha256}" not in html
    assert client.get(f"/lo-hang/{lot.pk}/anh/{kept.stored_sha256}.webp").status_code == 404


def test_what_was_declared_wrong_stays_readable_struck_through_and_says_why(client, media):
    lot = LotFactory()
    wrong = services.add_step(lot, stage="ship", at=now(), party="Cửa hàng Sai", note="Xuất 40 gói")
    services.correct_step(wrong, "incorrect_data", right={"stage": "ship", "at": now(), "party": "Cửa hàng Đúng"})

    html = page(client, lot)

    [struck] = re.findall(r'<li class="step step--wrong">.*?</li>', html, re.DOTALL)
    assert "Xuất 40 gói" in struck and "ghi sai" in words(struck)
    assert "Cửa hàng Đúng" in part(html, "way") and "Cửa hàng Sai" not in html


def test_who_wrote_a_step_and_from_which_network_is_nobodys_business(client, media):
    lot = LotFactory()
    author = UserFactory(email="nguoi-viet@example.test")
    services.add_step(
        lot, stage="pack", at=now(), actor=author, network="10.9.8.0/24", files=[evidence.photo(picture())]
    )

    assert not FORBIDDEN.search(page(client, lot) + page(client, lot, "en"))


# One step back, one step forward -----------------------------------------------------------------
def test_neighbours_are_named_only_where_anyone_may_read_them(client):
    lot = LotFactory()
    owner = lot.product.owner
    secret = LotFactory(product=ProductFactory(owner=owner, is_public=False, title="Bí mật"), number="AN-1")
    seen = LotFactory(product=ProductFactory(owner=owner), number="HIEN-1")
    bought = LotInput(supplier="Hộ bà Năm", material="Muối hạt", quantity=3, uom="KGM")
    services.add_step(lot, stage="process", at=now(), inputs=[LotInput(source=secret), LotInput(source=seen), bought])
    made = [LotFactory(product=one.product, number=f"{one.number}B") for one in (secret, seen)]
    for one in made:
        services.add_step(one, stage="process", at=now(), inputs=[LotInput(source=lot)])

    html = page(client, lot)

    told = part(html, "way")
    assert "HIEN-1" in told and "HIEN-1B" in told and "Hộ bà Năm" in told and "3 kg" in told
    assert "1 lô không công khai" in told
    assert "AN-1" not in html and "Bí mật" not in html
    assert f'href="/lo-hang/{seen.pk}/"' in html and f"/lo-hang/{secret.pk}/" not in html
    assert not re.search("vào nhiều hơn|ra nhiều hơn|nhiều hơn số", html)  # what does not add up is its producer's


def test_the_page_asks_as_much_of_a_long_story_as_of_a_short_one(client, media, django_assert_max_num_queries):
    lot = LotFactory()
    owner = lot.product.owner
    lot.growing_areas.set([area_of(owner, code=f"VN-DTOR-{number}") for number in range(4)])
    for number in range(4):
        one = LotInput(source=LotFactory(product=ProductFactory(owner=owner)))
        files = [evidence.photo(picture())] if number < 2 else []
        services.add_step(lot, stage="process", at=now(), note=f"Mẻ {number}", inputs=[one], files=files)
    client.get(f"/lo-hang/{lot.pk}/")

    with django_assert_max_num_queries(11):
        client.get(f"/lo-hang/{lot.pk}/")


# Offline -----------------------------------------------------------------------------------------
def test_the_foot_leads_to_the_document_and_to_the_root_that_holds_it(client, settings):
    settings.SIGNING_KEY = seals.KeyRing(bytes(range(32))).text()
    lot = LotFactory()
    for stage in ("harvest", "pack"):
        services.add_step(lot, stage=stage, at=now() - ONE_DAY)
    publishing.publish_root(now())
    services.add_step(lot, stage="ship", at=now())

    html = page(client, lot)

    assert f'href="/epcis/lots/{lot.pk}.json"' in html
    [root] = re.findall(r'href="(/\.well-known/trace-log/[^"]+)"', html)
    assert client.get(root).status_code == 200
    assert "chứa 2 trên 3 bản ghi" in words(html)
    assert "mục mà Thông tư 02/2024" in html
    assert '<meta name="robots" content="noindex">' in html


# The identifier ----------------------------------------------------------------------------------
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "is_page"),
    [
        (None, False),
        ("*/*", False),
        ("application/json", False),
        ("application/ld+json, */*;q=0.1", False),
        (BROWSER, True),
    ],
)
def test_the_identifier_answers_a_browser_with_the_page_and_a_program_with_the_document(client, accept, is_page):
    lot = LotFactory()

    answer = client.get(f"/epcis/lots/{lot.pk}", headers={"accept": accept} if accept else {})

    assert answer.status_code == (303 if is_page else 200)
    assert answer["Vary"] == "Accept, Accept-Language, Cookie"
    if is_page:
        assert answer["Location"] == f"/lo-hang/{lot.pk}/"
    else:
        assert answer.json()["type"] == "EPCISDocument"


def test_a_browser_saves_the_signed_bytes_from_the_documents_own_address(client):
    answer = client.get(f"/epcis/lots/{LotFactory().pk}.json", headers={"accept": BROWSER})

    assert answer.json()["type"] == "EPCISDocument"
    assert answer["Cache-Control"] == "no-store"


def test_a_browser_that_speaks_english_is_led_to_the_english_page(client):
    answer = client.get(f"/epcis/lots/{LotFactory().pk}", headers={"accept": BROWSER, "accept-language": "en"})

    assert answer["Location"].startswith("/en/lo-hang/")


def test_a_lot_without_anything_still_answers(client):
    lot = LotFactory(product=BareProductFactory(owner=None, province=None), packed_on=None)

    assert WORDINGS[State.UNCERTIFIED].word["vi"] in page(client, lot)
