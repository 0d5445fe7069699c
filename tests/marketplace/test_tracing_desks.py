"""The desks of suspected counterfeits, recalls and figures: the producer's and the officers'."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from catalogue.models import Product
from marketplace.accounts.models import CURATOR
from marketplace.tracing.figures import binned, figures_of, rows_of_file
from marketplace.tracing.words import words_of
from outlets.models import Outlet
from tests.factories import PlaceFactory, ProducerFactory, ProductFactory, UserFactory
from tests.marketplace.cms import in_group, officer_of, officer_of_the_ministry
from tests.marketplace.workspaces import member_of, picture
from tests.traceability.factories import LotFactory, active_label
from traceability import cases, counting, services
from traceability.models import Case, Flag, Label, Scan, ScanDay
from traceability.scans import Seen

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def label_at(home, **kwargs):
    return active_label(LotFactory(product=ProductFactory(province=home, **kwargs)))


def flagged(label):
    case = Case.objects.create(source="rules", kind="scans", label=label, code=label.code, product=label.sheet.product)
    Flag.objects.create(case=case, rule="R2", at=now(), networks=4, facts={"devices": 12, "hours": 1})
    Label.objects.filter(pk=label.pk).update(flagged_at=now())
    return case


# Cases --------------------------------------------------------------------------------------------
def test_producer_and_officer_work_on_the_same_case_and_each_act_names_its_author():
    home = PlaceFactory()
    label = label_at(home)
    sent = {"kind": "copied", "words": "Hai hũ cùng mã", "code": label.code, "photo": picture()}
    Client().post(reverse("reports:add"), sent)
    case = Case.objects.get()
    producer, officer = member_of(label.sheet.product.owner), signed_in(officer_of(home))

    assert case.receipt in producer.get(reverse("workspace:cases")).content.decode()
    page = reverse("workspace:case", args=[case.pk])
    assert reverse("workspace:case-photo", args=[case.pk]) in producer.get(page).content.decode()
    photo = producer.get(reverse("workspace:case-photo", args=[case.pk]))
    assert photo["Content-Type"] == "image/webp"
    assert b"".join(photo.streaming_content)
    refused = producer.post(page, {"act": "close", "outcome": "no_sign", "words": "Không có gì"})
    assert refused.status_code == 422
    producer.post(page, {"act": "look", "words": "Đang đối chiếu tem"})
    settled = officer.post(
        reverse("cases_desk:inspect", args=[case.pk]), {"act": "close", "outcome": "fake", "words": "Hàng nhái"}
    )

    assert settled.status_code == 302
    case.refresh_from_db()
    assert (case.state, case.outcome, case.answer) == ("closed", "fake", "Hàng nhái")
    assert [entry.role for entry in case.entries.all()] == ["", "producer", "authority"]
    assert len({entry.by for entry in case.entries.all()}) == 3
    desk = reverse("cases_desk:inspect", args=[case.pk])
    assert "Đang đối chiếu tem" in officer.get(desk).content.decode()
    officer.post(desk, {"act": "close", "outcome": "no_sign", "words": "Nhầm"})
    assert not Label.objects.get().flagged_at
    assert 'name="outcome"' not in officer.get(desk).content.decode()


def test_how_to_reach_a_reporter_is_told_to_officers_and_not_to_the_producer():
    home = PlaceFactory()
    label = label_at(home)
    Client().post(
        reverse("reports:add"), {"kind": "copied", "words": "Hai hũ", "code": label.code, "contact": "0987654321"}
    )
    case = Case.objects.get()

    told = signed_in(officer_of(home)).get(reverse("cases_desk:inspect", args=[case.pk])).content.decode()
    assert "0987654321" in told
    producer = member_of(label.sheet.product.owner)
    for page in (reverse("workspace:case", args=[case.pk]), reverse("workspace:cases")):
        assert "0987654321" not in producer.get(page).content.decode()


def test_a_producer_answers_what_its_scans_gave_away_and_an_officer_settles_it():
    home = PlaceFactory()
    case = flagged(label_at(home))
    page, desk = reverse("workspace:case", args=[case.pk]), reverse("cases_desk:inspect", args=[case.pk])
    producer, officer = member_of(case.product.owner), signed_in(officer_of(home))

    shown = producer.get(page).content.decode()
    assert "12 máy trong 1 giờ" in shown
    assert "đề nghị cán bộ kết luận" in shown
    assert 'name="outcome"' not in shown
    for outcome in Case.Outcome.values:
        assert producer.post(page, {"act": "close", "outcome": outcome, "words": "Hội chợ"}).status_code == 422
    assert producer.post(page, {"act": "look", "words": "Hội chợ ở Huế"}).status_code == 302
    assert "Hội chợ ở Huế" in officer.get(desk).content.decode()
    assert "Nhà sản xuất đã trình bày, chờ kết luận" in officer.get(reverse("cases_desk:index")).content.decode()
    assert officer.post(desk, {"act": "close", "outcome": "no_sign", "words": "Hội chợ"}).status_code == 302
    assert not Label.objects.get().flagged_at


@pytest.mark.parametrize(
    "sent", [{}, {"act": "close", "words": "Xong rồi"}, {"act": "look", "words": ""}, {"act": "x", "words": "Xong"}]
)
def test_an_incomplete_answer_is_refused_in_words(sent):
    home = PlaceFactory()
    case = flagged(label_at(home))

    for browser, name in [
        (member_of(case.product.owner), "workspace:case"),
        (signed_in(officer_of(home)), "cases_desk:inspect"),
    ]:
        assert browser.post(reverse(name, args=[case.pk]), sent).status_code == 422
    assert case.entries.count() == 0


def test_a_case_waits_in_the_producers_today():
    case = flagged(label_at(PlaceFactory()))

    assert reverse("workspace:cases") in member_of(case.product.owner).get(reverse("workspace:today")).content.decode()


def test_a_guessing_network_is_seen_by_who_reads_all_and_by_no_province():
    case = Case.objects.create(source="rules", kind="scans", network="10.0.0.0/24")
    Flag.objects.create(case=case, rule="R6", at=now(), networks=1, facts={"network": "10.0.0.0/24", "codes": 21})
    page = reverse("cases_desk:inspect", args=[case.pk])

    assert "10.0.0.0/24" in signed_in(officer_of_the_ministry()).get(page).content.decode()
    assert signed_in(officer_of(PlaceFactory())).get(page).status_code == 404


def test_a_report_of_an_unknown_code_goes_to_the_province_where_it_was_seen():
    home = PlaceFactory()
    case = cases.report("khong ro", kind="unknown", network="10.0.0.0/24", province=home)

    assert signed_in(officer_of(home)).get(reverse("cases_desk:inspect", args=[case.pk])).status_code == 200
    other = signed_in(officer_of(PlaceFactory()))
    assert other.get(reverse("cases_desk:inspect", args=[case.pk])).status_code == 404


@pytest.mark.parametrize(
    ("rule", "facts", "words"),
    [
        (
            "R3",
            {"regions": ["04", "XX"], "km": 1504, "minutes": 30},
            "Cao Bằng rồi XX, cách nhau 1504 km, trong 30 phút.",
        ),
        ("R4", {"scans": 3}, "3 lượt."),
        ("R5", {"regions": ["04", "CN"]}, "Cao Bằng, CN."),
        ("R7", {"devices": 4}, "4 máy khác."),
    ],
)
def test_each_flag_says_its_facts(rule, facts, words):
    assert words_of(Flag(rule=rule, facts=facts), {"04": "Cao Bằng"}) == words


# Recalls ------------------------------------------------------------------------------------------
def test_an_officer_recalls_a_lot_and_frees_it_by_a_step_of_its_own():
    home = PlaceFactory()
    label = label_at(home)
    lot, officer = label.lot, signed_in(officer_of(home))
    sent = {"reason": "Vượt ngưỡng chì", "advice": "Mang trả nơi mua", "number": lot.number}

    assert officer.post(reverse("lots_desk:recall", args=[lot.pk]), sent | {"number": "x"}).status_code == 422
    assert officer.post(reverse("lots_desk:recall", args=[lot.pk]), sent).status_code == 302
    scanned = Client().get(f"/T/{label.code}").content.decode()
    assert "band--red" in scanned
    assert "Vượt ngưỡng chì" in scanned
    refused = member_of(lot.product.owner).post(
        reverse("workspace:lot-lift", args=[lot.pk]), {"reason": "Chúng tôi thấy ổn"}, follow=True
    )
    assert "chỉ cơ quan ấy gỡ được" in refused.content.decode()
    officer.post(reverse("lots_desk:lift", args=[lot.pk]), {"reason": "Kiểm nghiệm lại đạt"})

    assert "band--green" in Client().get(f"/T/{label.code}").content.decode()
    assert [(event.stage, event.author_class) for event in lot.events.exclude(stage="activate")] == [
        ("recall", "authority"),
        ("lift", "authority"),
    ]
    logged = ModelLogEntry.objects.filter(action__in=["ocop.recalled_lot", "ocop.lifted_recall"])
    assert set(logged.values_list("action", flat=True)) == {"ocop.recalled_lot", "ocop.lifted_recall"}


def test_an_officer_recalls_on_top_of_the_producer():
    home = PlaceFactory()
    lot, officer = label_at(home).lot, signed_in(officer_of(home))
    services.recall_lot(lot, "Nắp hở")
    page, act = reverse("lots_desk:inspect", args=[lot.pk]), reverse("lots_desk:recall", args=[lot.pk])
    assert act in officer.get(page).content.decode()

    officer.post(act, {"reason": "Vượt ngưỡng chì", "advice": "Mang trả nơi mua", "number": lot.number})

    lot.refresh_from_db()
    assert lot.recall_reason == "Vượt ngưỡng chì"
    assert act not in officer.get(page).content.decode()


def test_an_admin_of_no_office_speaks_for_no_authority():
    label = label_at(PlaceFactory())
    case, admin = flagged(label), signed_in(UserFactory(is_superuser=True, is_staff=True))
    recall = reverse("lots_desk:recall", args=[label.lot_id])

    assert recall not in admin.get(reverse("lots_desk:inspect", args=[label.lot_id])).content.decode()
    sent = {"number": label.lot.number, "reason": "thử", "advice": "thử"}
    admin.post(recall, sent)
    inspect = reverse("cases_desk:inspect", args=[case.pk])
    assert admin.get(inspect).status_code == 200
    refused = admin.post(inspect, {"act": "close", "outcome": "genuine", "words": "thử"})
    assert refused.url == reverse("wagtailadmin_home")  # so Wagtail answers those who may not
    case.refresh_from_db()
    assert case.is_open
    assert not label.lot.events.filter(author_class="authority").exists()


def test_the_signed_log_names_the_authority_in_vietnamese_whatever_language_its_officer_reads():
    home = PlaceFactory()
    lot, officer = label_at(home).lot, officer_of(home)
    UserProfile.objects.create(user=officer, preferred_language="en")

    sent = {"number": lot.number, "reason": "Nấm mốc", "advice": "Mang trả"}
    signed_in(officer).post(reverse("lots_desk:recall", args=[lot.pk]), sent)

    assert lot.events.get(stage="recall").author_name == f"Cơ quan quản lý {home.name}"


def test_a_producer_frees_what_it_recalled_itself():
    label = label_at(PlaceFactory())
    producer = member_of(label.lot.product.owner)
    services.recall_lot(label.lot, "Nắp hở")

    producer.post(reverse("workspace:lot-lift", args=[label.lot_id]), {"reason": "Đã thay nắp cả lô"})

    assert "band--green" in Client().get(f"/T/{label.code}").content.decode()


# Figures ------------------------------------------------------------------------------------------
def scanned(label, count=1, days_ago=0, outlet="", language="vi"):
    at = now() - timedelta(days=days_ago)
    batch = [Seen(label.pk, at, f"10.{n}.0.0/24", f"d{n}-{days_ago}", language, outlet) for n in range(count)]
    counting.record_scans(batch)


def totals(figures):
    return [{row.name: row.scans for row in table.rows} for table in figures.tables]


def all_figures(first=29, last=0):
    day = localdate()
    return figures_of(
        ScanDay.objects.all(), Product.objects.all(), day - timedelta(days=first), day - timedelta(days=last)
    )


def test_scans_are_told_by_day_province_outlet_and_language():
    home = PlaceFactory()
    Outlet.objects.create(
        name="Cửa hàng Mèo Vạc", slug="meo-vac", province=home, address="Chợ", latitude=23.1, longitude=105.4
    )
    label = label_at(home, title="Mật ong bạc hà")
    scanned(label, 3, outlet="meo-vac")
    scanned(label, 2, days_ago=1, language="en")
    scanned(label, 1, days_ago=2, outlet="khong-co-that")
    scanned(label, 5, days_ago=40)

    figures = all_figures()

    assert figures.total == 6
    assert dict(figures.bins)[localdate()] == 3
    assert len(figures.bins) == len(figures.chart.bars) == 30
    by_region, by_outlet, by_language, by_product = totals(figures)
    assert by_region == {"Không rõ": 6}
    assert by_outlet == {"Cửa hàng Mèo Vạc": 3, "Không qua thẻ kệ": 2, "Điểm bán không rõ": 1}
    assert by_language == {"Tiếng Việt": 4, "English": 2}
    assert by_product == {"Mật ong bạc hà": 6}


def test_the_sums_by_day_are_those_of_the_scans_and_stay_when_the_scans_are_gone():
    label = label_at(PlaceFactory())
    for days_ago in (0, 1, 395, 397, 500):
        scanned(label, 2, days_ago=days_ago)
    before = all_figures(first=600).total

    assert counting.forget_old(now()) == 4
    assert counting.forget_old(now()) == 0
    assert (before, all_figures(first=600).total, Scan.objects.count()) == (10, 10, 6)


def test_the_share_of_certified_products_that_are_traced():
    one, other = PlaceFactory(name="Tỉnh Một"), PlaceFactory(name="Tỉnh Hai")
    label_at(one)
    ProductFactory(province=one)
    services.void_label(label_at(other), reason="in lỗi")
    label_at(one, certified__valid_until=localdate() - timedelta(days=1))

    figures = all_figures()

    assert (figures.traced.certified, figures.traced.traced, figures.traced.share) == (3, 1, 33)
    assert [(row.name, row.share) for row in figures.by_province] == [("Tỉnh Hai", 0), ("Tỉnh Một", 50)]


@pytest.mark.parametrize(("days", "bars"), [(30, 30), (90, 90), (365, 53)])
def test_a_long_period_has_a_bar_per_week_and_loses_nothing(days, bars):
    last = localdate()
    per_day = {last - timedelta(days=n): n + 1 for n in range(days)}

    bins = binned(per_day, last - timedelta(days=days - 1), last)

    assert len(bins) == bars
    assert sum(scans for _day, scans in bins) == sum(per_day.values())


@pytest.mark.parametrize("scans", [1, 60])
def test_figures_ask_the_same_few_questions_and_never_read_a_scan(scans):
    home = PlaceFactory()
    for days_ago in range(min(scans, 5)):
        scanned(label_at(home), scans, days_ago=days_ago)
    client = signed_in(officer_of(home))
    client.get(reverse("scans_desk:index"))

    with CaptureQueriesContext(connection) as queries:
        all_figures()
    assert len(queries) <= 9, [query["sql"][:90] for query in queries]
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse("scans_desk:index")).status_code == 200
    assert not [query["sql"] for query in queries if '"traceability_scan"' in query["sql"]]
    assert len(queries) <= 30


def test_the_file_holds_what_the_page_shows_and_no_cell_is_a_formula():
    home = PlaceFactory()
    label = label_at(home, title='=HYPERLINK("http://xau.test")')
    scanned(label, 3)
    browser = member_of(label.sheet.product.owner)

    said = browser.get(reverse("workspace:scan-figures-csv")).content.decode("utf-8-sig")

    rows = list(rows_of_file(ScanDay.objects.all(), localdate(), localdate()))
    assert rows[1][-1] == 3
    assert "\"'=HYPERLINK" in said
    assert "\n=" not in said.replace("\r", "") and ",=" not in said


def test_each_sees_the_scans_of_its_own_products_only():
    home, other = PlaceFactory(), PlaceFactory()
    mine, theirs = label_at(home, title="Chè nhà mình"), label_at(other, title="Chè nhà bên")
    scanned(mine, 2), scanned(theirs, 5)
    seen = {
        "producer": member_of(mine.sheet.product.owner).get(reverse("workspace:scan-figures")).content.decode(),
        "province": signed_in(officer_of(home)).get(reverse("scans_desk:index")).content.decode(),
        "curator": signed_in(in_group(CURATOR)).get(reverse("scans_desk:index")).content.decode(),
        "ministry": signed_in(officer_of_the_ministry()).get(reverse("scans_desk:index")).content.decode(),
    }

    assert {who for who, page in seen.items() if "Chè nhà bên" in page} == {"curator", "ministry"}
    assert all("Chè nhà mình" in page for page in seen.values())


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("name", ["cases", "scan-figures"])
def test_the_rooms_answer_empty_and_in_both_languages(name, language):
    page = member_of(ProducerFactory()).get(language + reverse(f"workspace:{name}")).content.decode()

    assert 'style="' not in page
    assert "onclick" not in page
