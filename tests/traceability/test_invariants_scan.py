"""Invariants 2, 5 and 11 of the scan page, and the languages it may speak."""

import gzip
import re
from datetime import timedelta

import pytest
import time_machine
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.core.cache import cache
from django.utils.timezone import localdate, now
from django.utils.translation import trans_real

from catalogue.services import revoke_certificate
from marketplace.pages import scan_lot, scan_page
from marketplace.pages.scan import scans
from marketplace.run.scan_texts import catalogue
from tests.factories import ONE_DAY, ProductFactory, UserFactory
from tests.traceability.factories import LotFactory, active_label
from tests.traceability.goods import area_of
from traceability import area_reviews, codes, services, steps, tongues
from traceability.models import CodeAlias, EvidenceFile
from traceability.verdicts import LANGUAGES, WORDINGS, State

pytestmark = pytest.mark.django_db
VIETNAMESE = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}|<[^>]+>")
CLAIMS = re.compile(
    r"hàng thật|chính hãng|hàng chuẩn|hàng xịn|\bgenuine\b|\bauthentic|正品|真品|정품|本物", re.IGNORECASE
)


@pytest.fixture(autouse=True)
def nothing_remembered():
    for kept in (scan_page._known, scan_lot._lot_part_of, tongues.offered, tongues.others):
        kept.cache_clear()
    cache.clear()
    scans.forget()
    yield
    tongues.offered.cache_clear(), tongues.others.cache_clear()


def every_page(today):
    """A label of each kind of page: rich, recalled, of another system, of nobody."""
    lot = LotFactory(product=ProductFactory(picture="products/p001", is_illustrated=True))
    for stage in ("harvest", "process", "pack", "ship"):
        services.add_step(lot, stage=stage, at=now())
    services.correct_step(lot.events.first(), "did_not_occur")
    told_by_others(lot)
    rich = active_label(lot)
    recalled = active_label()
    services.recall_lot(recalled.lot, "Nấm mốc")
    revoked = LotFactory(packed_on=today)
    revoke_certificate(revoked.product.latest_certificate, ground="a", decision_number="1/QĐ", on=today - ONE_DAY)
    for code, target in (("CT1", {"lot": lot}), ("CT2", {"product": lot.product}), ("CT3", {"label": rich})):
        CodeAlias.objects.create(alias=code, printed=code, kind="checkct", **target)
    unknown = (codes.new_code(), "0" * 15 + "1")
    return [rich.code, recalled.code, active_label(revoked).code, "CT1", "CT2", "CT3", *unknown]


def told_by_others(lot):
    """A laboratory's step with a photograph, a code that an authority confirmed and one that nobody did."""
    step = services.add_step(lot, stage="lab", at=now(), author_class="lab", author_name="Trung tâm Kiểm nghiệm")
    EvidenceFile.objects.create(event=step, sha256="0" * 64, stored_sha256="0" * 64, file="khong-co.webp")
    areas = [area_of(lot.product.owner), area_of(lot.product.owner, code="VN-DTPH-0001", kind="packhouse")]
    steps.name_sources(lot, areas, [])
    word = {"authority": "UBND xã Tân Thuận", "document": "12/XN", "by": UserFactory()}
    area_reviews.review_area(areas[0], shown=areas[0].fingerprint, is_confirmed=True, **word)


# 2 ------------------------------------------------------------------------------------------------
def test_invariant_2_a_bad_check_symbol_is_404_without_a_query_and_a_good_one_nobody_issued_is_404(
    client, django_assert_num_queries
):
    with django_assert_num_queries(0):
        mistyped = client.get(f"/T/{'0' * 15}1")
    with django_assert_num_queries(1):
        unknown = client.get(f"/T/{codes.new_code()}")

    assert (mistyped.status_code, unknown.status_code) == (404, 404)
    assert WORDINGS[State.MISTYPED].sentence["vi"] in mistyped.content.decode()
    assert WORDINGS[State.UNKNOWN].sentence["vi"] in unknown.content.decode()


@pytest.mark.parametrize("state", ["void", "label_recalled", "lot_recalled", "expired", "revoked"])
def test_invariant_2_what_ended_answers_200_with_its_state(client, today, state):
    ends = today - ONE_DAY if state == "expired" else today + 90 * ONE_DAY
    label = active_label(LotFactory(product=ProductFactory(certified__valid_until=ends)))
    acts = {
        "void": lambda: services.void_label(label, reason="x"),
        "label_recalled": lambda: services.recall_label(label, reason="x"),
        "lot_recalled": lambda: services.recall_lot(label.lot, "x"),
        "revoked": lambda: revoke_certificate(
            label.lot.product.latest_certificate, ground="a", decision_number="1/QĐ", on=today
        ),
    }
    acts.get(state, lambda: None)()

    response = client.get(f"/T/{label.code}")

    assert response.status_code == 200
    assert f"<title>{WORDINGS[State(state)].word['vi']} ·" in response.content.decode()


@pytest.mark.parametrize("rest", ["09521234543214", "9521234543213", "09521234543213/10/A/10/B", "x", ""])
def test_invariant_2_a_syntax_error_below_01_is_never_200(client, rest):
    assert client.get(f"/01/{rest}").status_code == 400


# 5 ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("second", "colour"), [("16:59:59", "amber"), ("17:00:00", "grey")])
@pytest.mark.parametrize("kind", ["label", "lot", "product"])
def test_invariant_5_the_verdict_flips_at_midnight_in_vietnam_after_the_last_day(client, kind, second, colour):
    last_day = now().date() + timedelta(days=400)
    label = active_label(LotFactory(product=ProductFactory(certified__valid_until=last_day)))
    (
        CodeAlias.objects.create(alias="CT1", lot=label.lot),
        CodeAlias.objects.create(alias="CT2", product=label.lot.product),
    )
    code = {"label": label.code, "lot": "CT1", "product": "CT2"}[kind]

    with time_machine.travel(f"{last_day}T{second}+00:00", tick=False):
        assert f'class="band band--{colour}"' in client.get(f"/T/{code}").content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_invariant_5_no_page_says_that_goods_are_genuine(client, today, language):
    for code in every_page(today):
        assert not CLAIMS.search(client.get(f"/T/{code}?lang={language}").content.decode()), code


# 11 -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", LANGUAGES)
def test_invariant_11_the_page_is_small_and_needs_no_script_and_nobody_else(client, today, language):
    for code in every_page(today):
        response = client.get(f"/T/{code}?lang={language}")
        said = response.content.decode()

        assert len(gzip.compress(response.content)) <= 30 * 1024, code
        assert not re.search(
            r"<script|<link rel=\"stylesheet|\son\w+=|javascript:|(?:src|action)=\"(?:https?:)?//", said
        ), code
        assert said.count("<img") <= 1 and said.count("<img") == said.count('loading="lazy"')
        assert response["Cache-Control"] == "private, no-store"
        assert "script-src" not in response["Content-Security-Policy"]


def own_words(html: str) -> str:
    """The page's own words: without what is marked as Vietnamese, the name of the site, styles and addresses."""
    html = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    while (shorter := re.sub(r'<(\w+)[^>]* lang="vi"[^>]*>(?:(?!<\1\b).)*?</\1>', "", html, flags=re.DOTALL)) != html:
        html = shorter
    return re.sub(r"<[^>]+>", " ", html).replace("Chợ OCOP", "")


def facts_of(label) -> list[str]:
    product = label.lot.product
    places = [product.province, product.owner.province, product.owner.commune]
    return [product.title, product.owner.name, *(place.name for place in places if place)]


def strange_words(html: str, *labels) -> list[str]:
    words = own_words(html)
    for label in labels:
        for fact in facts_of(label):
            words = words.replace(fact, "")
    return [line.strip() for line in words.splitlines() if VIETNAMESE.search(line)]


def test_invariant_11_the_english_page_holds_no_vietnamese_but_what_is_marked_as_such(client, today):
    pages = every_page(today)
    labels = [one for one in map(label_at, pages) if one]

    for code in pages:
        assert strange_words(client.get(f"/T/{code}?lang=en").content.decode(), *labels) == [], code
    assert strange_words("<p>Còn hiệu lực</p>")


def label_at(code):
    from traceability.models import Label

    return Label.objects.filter(code=code).select_related("lot__product__owner", "lot__product__province").first()


# More languages -----------------------------------------------------------------------------------
@pytest.fixture
def chinese(settings, tmp_path):
    """A catalogue of the scan page put beside ours: every text is 中 and the facts it has to name."""
    folder = tmp_path / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    made = Catalog(locale="zh_Hans")
    for one in catalogue("zh_Hans"):
        if one.id:
            words = "中" + "".join(PLACEHOLDER.findall(one.id if isinstance(one.id, str) else one.id[0]))
            made.add(one.id, words if isinstance(one.id, str) else (words,))
    with (folder / "django.mo").open("wb") as target:
        write_mo(target, made)
    settings.LOCALE_PATHS = [*settings.LOCALE_PATHS, tmp_path]
    trans_real._translations.pop("zh-hans", None)
    tongues.offered.cache_clear(), tongues.others.cache_clear()
    yield
    trans_real._translations.pop("zh-hans", None)


def test_a_language_is_taken_in_by_its_catalogue_alone(client, today, chinese):
    pages = every_page(today)
    labels = [one for one in map(label_at, pages) if one]

    for code in pages:
        response = client.get(f"/T/{code}?lang=zh-hans")
        said = response.content.decode()

        assert response["Content-Language"] == "zh-hans"
        assert '<html lang="zh-hans">' in said
        assert strange_words(said, *labels) == [], code
        assert "/zh-hans/" not in said
    assert f"{today.year}年{today.month}月" in client.get(f"/T/{pages[1]}?lang=zh-hans").content.decode()


@pytest.mark.parametrize("accepted", ["zh", "zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans-CN"])
def test_a_browser_finds_a_language_of_its_family(client, chinese, accepted):
    response = client.get(f"/T/{codes.new_code()}", headers={"Accept-Language": accepted})

    assert response["Content-Language"] == "zh-hans"
    assert 'hreflang="vi"' in response.content.decode()
    assert "简体中文" not in response.content.decode()


def test_every_language_leads_to_every_other(client, chinese):
    said = client.get(f"/T/{codes.new_code()}?lang=en").content.decode()

    assert re.findall(r'<a href="\?lang=[\w-]+" lang="[\w-]+" hreflang="([\w-]+)">([^<]+)</a>', said) == [
        ("vi", "Tiếng Việt"),
        ("zh-hans", "简体中文"),
    ]


def test_without_a_catalogue_no_third_language_is_offered(client):
    assert tongues.offered() == LANGUAGES
    assert client.get(f"/T/{codes.new_code()}?lang=zh-hans", HTTP_ACCEPT_LANGUAGE="ko")["Content-Language"] == "vi"
    assert localdate()


def test_a_known_code_answers_whatever_hangs_on_it(client):
    label, much = active_label(), "&".join(["a=1"] * 1100)

    assert client.get(f"/T/{label.code}?{much}").status_code == 200
    assert client.get(f"/T/{codes.new_code()}?{much}").status_code == 404
    assert client.get(f"/01/09521234543213?{much}").status_code == 404
