import gzip
import re
from datetime import date
from itertools import product

import pytest
from django.core.cache import cache
from django.utils.html import escape
from django.utils.timezone import now

from catalogue.models import Issuer
from catalogue.services import extend_certificate, revoke_certificate, upgrade_certificate
from marketplace.pages import scan_lot, scan_page
from marketplace.pages.scan import scans
from outlets.models import Outlet
from tests.factories import ONE_DAY, BareProductFactory, ProductFactory
from tests.traceability.factories import LotFactory, active_label, printed_sheet
from traceability import codes, services
from traceability.models import Label, Scan
from traceability.verdicts import LANGUAGES, WORDINGS, State

pytestmark = pytest.mark.django_db
PERSON = {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 14)"}


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()
    scan_page._known.cache_clear()
    scan_lot._lot_part_of.cache_clear()
    scans.forget()


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


# Every state a visitor can meet, each as a label -------------------------------------------------
def in_force(today):
    return active_label()


def extended(today):
    lot = LotFactory()
    held = lot.product.latest_certificate
    extend_certificate(held, until=held.valid_until + 30 * ONE_DAY, legal_basis="12/QĐ", on=today)
    return active_label(lot)


def expiring(today):
    return active_label(LotFactory(product=ProductFactory(certified__valid_until=today + 19 * ONE_DAY)))


def superseded(today):
    lot = LotFactory(product=ProductFactory(certified__stars=3))
    upgrade_certificate(lot.product.latest_certificate, stars=4, issued_on=today)
    return active_label(lot)


def expired(today):
    return active_label(LotFactory(product=ProductFactory(certified__valid_until=today - ONE_DAY)))


def not_yet(today):
    begins = today + ONE_DAY
    return active_label(LotFactory(product=ProductFactory(certified__issued_on=begins)))


def withdrawn(today):
    return active_label(LotFactory(product=ProductFactory(certified__state="withdrawn", certified__withdrawn_on=today)))


def uncertified(today):
    return active_label(LotFactory(product=BareProductFactory()))


def unverified(today):
    return active_label(LotFactory(product=ProductFactory(register_note="unverified")))


def revoked(today):
    lot = LotFactory()
    revoke_certificate(lot.product.latest_certificate, ground="a", decision_number="1/QĐ", on=today)
    return active_label(lot)


def lot_recalled(today):
    label = active_label()
    services.recall_lot(label.lot, "Phát hiện nấm mốc")
    return label


def label_recalled(today):
    return services.recall_label(active_label(), reason="Nắp hở")


def void(today):
    return services.void_label(active_label(), reason="In lỗi")


def flagged(today):
    label = active_label()
    Label.objects.filter(pk=label.pk).update(flagged_at=now())
    return label


def not_activated(today):
    return printed_sheet().labels.get()


MAKERS = (
    in_force, extended, expiring, superseded, expired, not_yet, withdrawn,
    unverified, uncertified, revoked, lot_recalled, label_recalled, void, not_activated, flagged,
)  # fmt: skip


@pytest.mark.parametrize(("make", "language"), list(product(MAKERS, LANGUAGES)))
def test_every_state_shows_its_colour_word_and_sentence_in_every_language(client, today, make, language):
    label = make(today)
    wording = WORDINGS[State(make.__name__)]

    response = client.get(f"/T/{label.code}?lang={language}")

    said = response.content.decode()
    assert response.status_code == 200
    assert f'class="band band--{wording.colour}"' in said
    assert escape(wording.word[language].split(" {")[0].split("{")[0]) in said
    assert escape(wording.sentence[language].rpartition("}")[2]) in said
    assert not re.search("genuine|hàng thật|chính hãng", said, re.I)


def test_the_states_of_the_register_and_of_labels_are_all_tried_above():
    elsewhere = {State.UNKNOWN, State.MISTYPED, State.TOO_MANY, State.LINK_WITHDRAWN}  # of codes that are no label's

    assert {make.__name__ for make in MAKERS} == set(State) - elsewhere


@pytest.mark.parametrize(
    ("make", "plated"),
    [(in_force, 1), (expiring, 1), (superseded, 1), (lot_recalled, 0), (void, 0), (expired, 0), (unverified, 0)],
)
def test_a_star_plate_stands_only_under_a_band_that_vouches_for_it(client, today, make, plated):
    assert client.get(f"/T/{make(today).code}").content.decode().count('class="plate"') == plated


def test_the_picture_is_named_as_an_illustration_and_loaded_last(client):
    lot = LotFactory(product=ProductFactory(picture="products/p001", is_illustrated=True))

    said = client.get(f"/T/{active_label(lot).code}").content.decode()

    assert re.search(
        r'<img src="/media/products/p001[^"]*\.webp" alt="" width="320" height="400" loading="lazy">', said
    )
    assert "ảnh minh họa" in said


def test_outlets_that_sell_the_product_are_named(client):
    lot = LotFactory()
    outlet = Outlet.objects.create(
        name="Cửa hàng OCOP Mèo Vạc",
        slug="meo-vac",
        province=lot.product.province,
        address="Chợ Mèo Vạc",
        latitude=23.1,
        longitude=105.4,
    )
    outlet.products.add(lot.product)

    assert "Cửa hàng OCOP Mèo Vạc" in text_of(client.get(f"/T/{active_label(lot).code}"))


# One code, many spellings ------------------------------------------------------------------------
@pytest.mark.parametrize("spelling", ["{0}", "{0}/", "{lower}", "{0}?utm_source=zalo", "{spaced}"])
@pytest.mark.parametrize("prefix", ["/T/", "/t/"])
def test_any_spelling_answers_directly_and_names_the_canonical_address(client, settings, prefix, spelling):
    settings.SITE_URL = "https://ocop.vn"
    code = active_label().code

    response = client.get(
        prefix + spelling.format(code, lower=code.lower(), spaced=codes.spaced(code).replace(" ", "-"))
    )

    assert response.status_code == 200
    assert f'<link rel="canonical" href="https://ocop.vn/T/{code}">' in response.content.decode()


def test_letters_that_look_like_digits_are_read_as_digits(client):
    label = active_label()
    body = "10" + label.code[2:-1]
    label.code = body + codes.check_symbol(body)
    label.save()

    for spelling in ("IO", "lo", "LO"):
        assert client.get(f"/T/{spelling}{label.code[2:]}").status_code == 200


def test_a_label_answers_after_product_and_maker_were_renamed_and_hidden(client):
    label = active_label()
    product, maker = label.lot.product, label.lot.product.owner
    client.get(f"/T/{label.code}")
    product.title, product.slug, product.is_public = "Tên mới", "ten-moi", False
    maker.name, maker.slug, maker.is_active = "HTX Tên Mới", "htx-ten-moi", False
    product.save(), maker.save()

    said = text_of(client.get(f"/T/{label.code}"))

    assert "Tên mới" in said
    assert "HTX Tên Mới" in said


# What does not exist -----------------------------------------------------------------------------
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", [State.UNKNOWN, State.MISTYPED])
def test_a_code_nobody_issued_gets_the_whole_page_with_404(client, state, language):
    code = codes.new_code() if state == State.UNKNOWN else "0" * 15 + "1"

    response = client.get(f"/T/{code}?lang={language}")

    assert response.status_code == 404
    assert WORDINGS[state].sentence[language] in response.content.decode()
    assert 'band--grey"' in response.content.decode()


@pytest.mark.parametrize("code", ["x", "ZZZZ", "%00", "a" * 3000, "<script>", "../../etc", "%E1%BA%A1"])
def test_nonsense_is_refused_in_words_and_escaped(client, code):
    response = client.get(f"/T/{code}")

    assert response.status_code == 404
    assert "<script>" not in response.content.decode()


def test_the_21st_unknown_code_within_ten_minutes_is_refused_but_known_ones_never(client):
    label = active_label()

    answers = [client.get(f"/T/{codes.new_code()}").status_code for _ in range(21)]
    refusal = client.get(f"/T/{codes.new_code()}")

    assert answers == [404] * 20 + [429]
    assert WORDINGS[State.TOO_MANY].word["vi"] in refusal.content.decode()
    assert client.get(f"/T/{label.code}").status_code == 200
    assert client.get(f"/T/{codes.new_code()}", REMOTE_ADDR="198.51.100.1").status_code == 404


# The day -----------------------------------------------------------------------------------------
def test_a_recall_and_a_new_step_show_on_the_next_scan(client):
    label = active_label()
    client.get(f"/T/{label.code}")
    services.add_step(label.lot, stage="lab", at=now(), author_class="lab", note="Không phát hiện kháng sinh")
    services.recall_lot(label.lot, "Phát hiện nấm mốc")

    said = text_of(client.get(f"/T/{label.code}"))

    assert "Không phát hiện kháng sinh" in said
    assert "Theo phòng kiểm nghiệm" in said
    assert "Phát hiện nấm mốc" in said


# What it costs -----------------------------------------------------------------------------------
def test_looking_writes_nothing_and_asks_at_most_three_questions(client, django_assert_max_num_queries):
    lot = LotFactory()
    services.add_step(lot, stage="pack", at=now())
    label = active_label(lot)

    with django_assert_max_num_queries(3) as asked:
        response = client.get(f"/T/{label.code}", **PERSON)

    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)
    assert not response.cookies
    assert len(scans) == 1
    assert not Scan.objects.exists()


def test_a_second_look_asks_one_question(client, django_assert_num_queries):
    label = active_label()
    client.get(f"/T/{label.code}")

    with django_assert_num_queries(1):
        client.get(f"/T/{label.code}")


def test_looking_is_counted_once_written_and_said_to_the_next_visitor(client):
    label = active_label()
    assert "Đây là lần đầu tem này được quét" in text_of(client.get(f"/T/{label.code}", **PERSON))
    client.get(f"/T/{label.code}", REMOTE_ADDR="198.51.100.7", **PERSON)
    scans.flush()

    assert "đã được quét 2 lần" in text_of(client.get(f"/T/{label.code}", **PERSON))
    assert set(Scan.objects.values_list("network", flat=True)) == {"127.0.0.0/24", "198.51.100.0/24"}


@pytest.mark.parametrize(("asked", "kept"), [("meo-vac", "meo-vac"), ("%00", ""), ("x" * 81, ""), ("<b>", "")])
def test_a_scan_keeps_the_outlet_that_led_here_and_no_nonsense(client, asked, kept):
    client.get(f"/T/{active_label().code}?o={asked}", **PERSON)
    scans.flush()

    assert Scan.objects.get().outlet == kept


def test_head_and_prefetch_are_answered_but_not_counted(client):
    label = active_label()

    assert client.head(f"/T/{label.code}", **PERSON).status_code == 200
    assert client.get(f"/T/{label.code}", HTTP_SEC_PURPOSE="prefetch", **PERSON).status_code == 200
    assert len(scans) == 0


def test_a_label_shared_by_a_lot_says_that_its_scans_mean_little(client):
    assert "dùng chung cho mọi gói" in text_of(client.get(f"/T/{active_label(kind='lot').code}"))


def test_the_page_is_small_carries_no_script_and_asks_no_other_host(client):
    lot = LotFactory(product=ProductFactory(description="Câu chuyện " * 300))
    for _ in range(10):
        services.add_step(lot, stage="process", at=now(), note="Sấy ở 60 độ " * 10, place_text="Xưởng")
    response = client.get(f"/T/{active_label(lot).code}")
    said = response.content.decode()

    assert len(gzip.compress(response.content)) <= 30 * 1024
    assert not re.search(r"<script|\son\w+=|style=\"|src=\"http|<link rel=\"stylesheet", said)


def test_the_style_sheet_is_allowed_by_its_hash_and_nothing_is_kept(client):
    response = client.get(f"/T/{active_label().code}")
    [style] = re.findall(r"<style>(.*?)</style>", response.content.decode(), re.S)

    assert style == scan_page.css()
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"
    assert set(response["Vary"].split(", ")) == {"Accept-Language", "Cookie"}
    assert response["X-Content-Type-Options"] == "nosniff"


# Languages ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("query", "cookie", "accept", "language"),
    [
        ("", "", "", "vi"),
        ("", "", "en-GB,en;q=0.8", "en"),
        ("", "", "fr,de;q=0.5", "vi"),
        ("", "vi", "en", "vi"),
        ("", "en", "vi", "en"),
        ("?lang=en", "vi", "vi", "en"),
        ("?lang=xx", "", "en", "en"),
    ],
)
def test_the_language_is_asked_for_then_remembered_then_the_browsers(client, query, cookie, accept, language):
    if cookie:
        client.cookies["django_language"] = cookie

    response = client.get(f"/T/{codes.new_code()}{query}", HTTP_ACCEPT_LANGUAGE=accept)

    assert f'<html lang="{language}">' in response.content.decode()
    assert response["Content-Language"] == language


def test_a_chosen_language_is_remembered(client):
    response = client.get(f"/T/{codes.new_code()}?lang=en")

    assert response.cookies["django_language"].value == "en"


def test_the_box_for_typed_codes_leads_to_the_page(client):
    code = active_label().code

    response = client.get("/T/", {"code": codes.spaced(code).lower(), "lang": "en"}, follow=True)

    assert response.redirect_chain == [(f"/T/{code}?lang=en", 302)]
    assert response.status_code == 200


def test_an_empty_box_leads_home(client):
    assert client.get("/T/", {"code": " "})["Location"] == "/"


@pytest.mark.parametrize("address", ["/T/?code=a%0Ab", "/ma-cao/a%0Ab/", "/ma-cao/a%E2%80%8Bb/"])
def test_what_cannot_be_seen_is_left_out_of_a_typed_code(client, address):
    assert client.get(address).url == "/T/AB"


def test_only_reading_is_allowed(client):
    assert client.post(f"/T/{codes.new_code()}").status_code == 405


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", "Cơ quan cấp UBND huyện Đắk Song (thôi hoạt động từ 1/7/2025) Nay do UBND tỉnh Lâm Đồng"),
        ("en", "Issued by UBND huyện Đắk Song (ceased on 1 July 2025) Now looked after by UBND tỉnh Lâm Đồng"),
    ],
)
def test_an_office_that_is_no_more_is_named_with_who_answers_for_it_now(client, language, words):
    heir = Issuer.objects.create(name="UBND tỉnh Lâm Đồng", level="province")
    gone = Issuer.objects.create(
        name="UBND huyện Đắk Song", level="district", abolished_on=date(2025, 7, 1), successor=heir
    )
    lot = LotFactory(product=ProductFactory(certified__issuer=gone, certified__issuer_as_printed=gone.name))

    html = client.get(f"/T/{active_label(lot).code}?lang={language}").content.decode()

    assert words in " ".join(re.sub(r"<[^>]+>", " ", html).split())
