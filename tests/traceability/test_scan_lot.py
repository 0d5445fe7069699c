"""The lot's part of the scan page is made from memory, and never older than the page it stands on."""

import re

import pytest
from django.test import Client
from django.utils.timezone import now

from marketplace.pages import scan_lot, scan_page
from tests.factories import MembershipFactory, UserFactory
from tests.traceability.factories import LotFactory, active_label
from tests.traceability.goods import area_of, picture
from traceability import area_reviews, evidence, looks, services, steps

pytestmark = pytest.mark.django_db


def words_at(client, label, language="vi") -> str:
    html = client.get(f"/T/{label.code}?lang={language}").content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def reviewed(area, *, is_confirmed):
    word = {"authority": "UBND xã Tân Thuận", "document": "12/XN", "by": UserFactory()}
    area_reviews.review_area(area, shown=area.fingerprint, is_confirmed=is_confirmed, **word)


@pytest.mark.parametrize(
    ("is_confirmed", "vietnamese", "english"),
    [
        (True, "cơ quan quản lý đã xác nhận: UBND xã Tân Thuận", "confirmed by an authority: UBND xã Tân Thuận"),
        (False, "cơ quan quản lý không xác nhận: UBND xã", "not confirmed by the authority: UBND xã"),
    ],
)
def test_what_an_authority_says_of_a_growing_area_is_read_by_the_next_scan(client, is_confirmed, vietnamese, english):
    lot = LotFactory()
    area = area_of(lot.product.owner)
    steps.name_sources(lot, [area], [])
    label, other = active_label(lot), active_label(lot)
    for one in (label, other):
        assert "Vùng trồng VN-DTOR-0017 nhà sản xuất tự khai" in words_at(client, one)
        assert "VN-DTOR-0017 declared by the producer" in words_at(client, one, "en")

    reviewed(area, is_confirmed=is_confirmed)

    for one in (label, other):
        assert vietnamese in words_at(client, one)
        assert english in words_at(client, one, "en")


def test_a_lot_that_names_other_areas_says_so_on_the_next_scan(client):
    lot = LotFactory()
    label, area = active_label(lot), area_of(lot.product.owner, kind="packhouse", code="VN-DTPH-0001")
    assert "VN-DTPH" not in words_at(client, label)

    steps.name_sources(lot, [area], [])
    assert "Cơ sở đóng gói VN-DTPH-0001" in words_at(client, label)

    steps.name_sources(lot, [], [])
    assert "VN-DTPH" not in words_at(client, label)


def test_a_code_that_its_producer_mends_is_mended_on_the_next_scan(client):
    lot = LotFactory()
    label, area = active_label(lot), area_of(lot.product.owner)
    steps.name_sources(lot, [area], [])
    assert "VN-DTOR-0017" in words_at(client, label)
    maker = Client()
    maker.force_login(MembershipFactory(producer=lot.product.owner).user)
    sent = {"kind": "area", "code": "VN-DTOR-0071", "issuer": area.issuer, "province": area.province_id}

    assert maker.post(f"/kenh-nha-san-xuat/tem/vung-trong/{area.pk}/", sent).status_code == 302

    assert "VN-DTOR-0071" in words_at(client, label)


def test_areas_and_photographs_cost_no_question_of_their_own(client, settings, tmp_path, django_assert_max_num_queries):
    settings.MEDIA_ROOT = str(tmp_path)
    lot = LotFactory()
    steps.name_sources(lot, [area_of(lot.product.owner), area_of(lot.product.owner, code="VN-DTOR-0018")], [])
    services.add_step(lot, stage="harvest", at=now())
    files = [evidence.photo(picture()), evidence.photo(picture())]
    services.add_step(lot, stage="pack", at=now(), files=files)
    label = active_label(lot)

    with django_assert_max_num_queries(3):
        said = words_at(client, label)

    assert said.count("VN-DTOR-001") == 2
    assert re.findall(r"(\d) ảnh", said) == ["2"]
    assert "2 photographs" in words_at(client, label, "en")


def test_the_shops_on_a_page_were_looked_up_at_most_five_minutes_ago(monkeypatch):
    lot, clock = LotFactory(), {"now": 0}
    labels = [active_label(lot) for _ in range(3)]
    shop = {"url": "/", "address": "", "stocks": True, "is_illustration": False}
    for module in (scan_page, scan_lot):
        monkeypatch.setattr(module, "time", lambda: float(clock["now"]), raising=False)
    monkeypatch.setattr(scan_lot, "_outlets", lambda facts: [None])
    monkeypatch.setattr(scan_lot, "_outlet", lambda outlet: shop | {"name": f"đã hỏi lúc {clock['now']}."})

    for clock["now"] in range(1_000_000, 1_000_000 + 4 * scan_lot.SHOPS_KEPT, 20):
        for label in labels:
            said = scan_page.known(looks.rows_of(label.code), lot.packed_on, "vi").decode()
            [asked] = re.findall(r"đã hỏi lúc (\d+)\.", said)
            assert clock["now"] - int(asked) <= scan_lot.SHOPS_KEPT
