"""What an office does to certificates, one or many, and what its acts change in each channel."""

from datetime import timedelta

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from catalogue.models import Product
from search.services import index_products
from tests.factories import PlaceFactory, ProducerFactory, ProductFactory
from tests.marketplace.cms import certificate_of, desk, officer_of_the_ministry

ONE_DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def held(province, today):
    """Ends in 100 days."""
    return certificate_of(province, issued_on=today - 900 * ONE_DAY, valid_until=today + 100 * ONE_DAY)


def typed(act: str, held, today, **changes) -> dict:
    """What an officer types for an act on one certificate."""
    forms = {
        "renewal": {"on": today.isoformat()},
        "extend": {
            "on": today.isoformat(),
            "until": (held.valid_until + 30 * ONE_DAY).isoformat(),
            "legal_basis": "12/2026/QĐ-UBND",
        },
        "withdraw": {"on": today.isoformat(), "reason": "Công nhận nhầm", "decision_number": "9/QĐ-UBND"},
        "revoke": {"on": today.isoformat(), "ground": "c", "decision_number": "88/QĐ-UBND"},
    }
    return forms[act] | changes


LEADS_TO = {"renewal": "in_renewal", "extend": "extended", "withdraw": "withdrawn", "revoke": "revoked"}


@pytest.mark.parametrize("act", LEADS_TO)
def test_an_office_does_each_act_on_its_own_certificate(client, officer, held, today, act):
    client.force_login(officer)

    answer = client.post(desk(act, held.pk), typed(act, held, today))

    held.refresh_from_db()
    event = held.events.get()
    assert answer.url == desk("inspect", held.pk)
    assert (held.state, event.kind, event.actor) == (LEADS_TO[act], LEADS_TO[act], officer)


@pytest.mark.parametrize("act", LEADS_TO)
@pytest.mark.parametrize(("stars", "level"), [(5, "province"), (4, "ministry")])
def test_an_act_beyond_the_office_is_refused(client, officer, province, today, act, stars, level):
    held = certificate_of(province, stars=stars)
    client.force_login(officer if level == "province" else officer_of_the_ministry())

    answer = client.post(desk(act, held.pk), typed(act, held, today))

    held.refresh_from_db()
    assert answer.url == reverse("wagtailadmin_home")
    assert held.state == "issued"


@pytest.mark.parametrize("act", LEADS_TO)
def test_what_is_missing_is_said_and_nothing_is_done(client, officer, held, today, act):
    client.force_login(officer)

    for name in typed(act, held, today):
        answer = client.post(desk(act, held.pk), typed(act, held, today, **{name: ""}))
        assert answer.status_code == 200
        assert answer.context_data["form"].errors[name] if hasattr(answer, "context_data") else answer.context["form"]

    held.refresh_from_db()
    assert held.state == "issued"


@pytest.mark.parametrize(("days", "said"), [(0, "phải muộn hơn"), (181, "180 ngày"), (-5, "phải muộn hơn")])
def test_an_extension_adds_days_and_at_most_180(client, officer, held, today, days, said):
    until = (held.valid_until + days * ONE_DAY).isoformat()
    client.force_login(officer)

    answer = client.post(desk("extend", held.pk), typed("extend", held, today, until=until))

    held.refresh_from_db()
    assert said in answer.content.decode()
    assert held.extended_until is None


@pytest.mark.parametrize("act", ["renewal", "withdraw", "revoke"])
@pytest.mark.parametrize(("shift", "said"), [(1, "chưa đến"), (-901, "trước ngày cấp")])
def test_an_act_falls_on_a_day_of_the_certificate_that_has_come(client, officer, held, today, act, shift, said):
    client.force_login(officer)

    answer = client.post(desk(act, held.pk), typed(act, held, today, on=(today + shift * ONE_DAY).isoformat()))

    assert said in answer.content.decode()
    assert not held.events.exists()


def test_the_page_of_a_certificate_offers_what_may_be_done_and_nothing_else(client, officer, province, held):
    ended = certificate_of(province, state="superseded")
    above = certificate_of(province, stars=5)
    client.force_login(officer)
    slugs = ("danh-gia-lai", "gia-han", "rut", "thu-hoi")

    pages = {one: client.get(desk("inspect", one.pk)).content.decode() for one in (held, ended, above)}

    assert all(f'href="./{slug}/"' in pages[held] for slug in slugs)
    assert not any(f'href="./{slug}/"' in pages[one] for one in (ended, above) for slug in slugs)
    assert "Giấy 5 sao do bộ công nhận và thu hồi" in pages[above]


def test_an_expired_certificate_may_still_be_extended(client, officer, province, today):
    gone = certificate_of(province, issued_on=today - 900 * ONE_DAY, valid_until=today - 10 * ONE_DAY)
    client.force_login(officer)

    assert 'href="./gia-han/"' in client.get(desk("inspect", gone.pk)).content.decode()
    client.post(desk("extend", gone.pk), typed("extend", gone, today))

    gone.refresh_from_db()
    assert gone.is_in_force(today)


def test_the_page_says_when_to_file_and_which_round_is_the_last(client, officer, held, today):
    client.force_login(officer)

    page = client.get(desk("inspect", held.pk)).content.decode()

    assert "Quá cửa nộp" in page
    assert "còn 100 ngày" in page
    assert "Đợt chấm cuối còn kịp" in page


# The cascade


def test_a_revocation_keeps_each_channel_before_and_after_with_its_seconds(client, officer, province, today):
    product = ProductFactory(owner=ProducerFactory(province=province))
    held = product.certificates.get()
    index_products([product.pk])
    client.force_login(officer)

    page = client.post(desk("revoke", held.pk), typed("revoke", held, today), follow=True).content.decode()

    rows = ModelLogEntry.objects.get(action="ocop.cascade").data["rows"]
    told = {where: (before, after) for where, before, after, _seconds in rows}
    assert told["Trang sản phẩm"] == ("đang mua được", "không mua được, không có biển sao")
    assert told["Danh sách sản phẩm"] == ("có trong danh sách", "không có trong danh sách")
    assert told["Tìm kiếm"] == ("tìm theo tên thấy sản phẩm", "tìm theo tên không thấy sản phẩm")
    assert told["Gợi ý khi gõ"] == ("có gợi ý", "không gợi ý")
    assert told["Trang giấy chứng nhận"] == ("Còn hiệu lực", "Đã thu hồi")
    assert told["Nguồn cho công cụ mua sắm"] == ("có trong nguồn mua sắm", "không có trong nguồn mua sắm")
    assert told["API, tệp có chữ ký"] == ("in_force", "revoked")
    assert len(told) == 14
    assert all(float(seconds) >= 0 for *_rest, seconds in rows)
    assert all(where in page for where in told)


# Many at once


def ticked(act: str, certificates, today, **changes) -> dict:
    data = typed(act, certificates[0], today, **changes)
    return data | {"id": [one.pk for one in certificates], "sent": "1"}


def test_several_certificates_are_revoked_by_one_decision(client, officer, province, today):
    held = [certificate_of(province) for _ in range(3)]
    client.force_login(officer)

    page = client.post(desk("bulk", "revoke"), ticked("revoke", held, today)).content.decode()

    for one in held:
        one.refresh_from_db()
        assert (one.state, one.revocation_decision) == ("revoked", "88/QĐ-UBND")
        assert one.events.get().actor == officer
    assert "đã ghi 3 trong 3 giấy" in page


def test_what_one_row_does_not_allow_holds_back_no_other(client, officer, province, today):
    good, ended, above = (
        certificate_of(province),
        certificate_of(province, state="superseded"),
        certificate_of(province, stars=5),
    )
    client.force_login(officer)

    page = client.post(desk("bulk", "revoke"), ticked("revoke", [good, ended, above], today)).content.decode()

    states = []
    for one in (good, ended, above):
        one.refresh_from_db()
        states.append(one.state)
        assert one.public_id in page
    assert states == ["revoked", "superseded", "issued"]
    assert "đã ghi 1 trong 3 giấy" in page
    assert "Giấy 5 sao do bộ công nhận và thu hồi" in page
    assert "không làm được việc này nữa" in page


def test_the_confirmation_names_each_row_with_what_it_stops_and_does_nothing(client, officer, province, today):
    product = ProductFactory(owner=ProducerFactory(province=province))
    held, above = product.certificates.get(), certificate_of(province, stars=5)
    client.force_login(officer)

    page = client.get(desk("bulk", "revoke"), {"id": [held.pk, above.pk]}).content.decode()

    held.refresh_from_db()
    assert held.state == "issued"
    assert "đang bán · 0 giỏ · 0 đơn đang xử lý (vẫn giao) · 0 tem" in page
    assert "Thu hồi chứng nhận: 1 giấy" in page
    assert above.public_id in page


def test_foreign_rows_are_not_there_at_all(client, officer, province, today):
    foreign, own = certificate_of(PlaceFactory()), certificate_of(province)
    client.force_login(officer)

    page = client.post(desk("bulk", "revoke"), ticked("revoke", [own, foreign], today)).content.decode()

    foreign.refresh_from_db()
    assert foreign.state == "issued"
    assert foreign.public_id not in page
    assert "đã ghi 1 trong 1 giấy" in page


def test_many_are_extended_each_within_its_own_180_days(client, officer, province, today, held):
    short = certificate_of(province, issued_on=today - 950 * ONE_DAY, valid_until=today - 100 * ONE_DAY)
    client.force_login(officer)

    until = (held.valid_until + 30 * ONE_DAY).isoformat()
    page = client.post(desk("bulk", "extend"), ticked("extend", [held, short], today, until=until)).content.decode()

    held.refresh_from_db()
    short.refresh_from_db()
    assert (held.state, short.state) == ("extended", "issued")
    assert "chỉ gia hạn được đến hết" in page


def test_files_of_many_are_noted_at_once(client, officer, province, today):
    held = [certificate_of(province) for _ in range(2)]
    client.force_login(officer)

    client.post(desk("bulk", "renewal"), ticked("renewal", held, today))

    assert {type(one).objects.get(pk=one.pk).state for one in held} == {"in_renewal"}


def test_nothing_ticked_leads_back_with_a_word(client, officer):
    client.force_login(officer)

    answer = client.get(desk("bulk", "revoke"), {"id": "abc"}, follow=True)

    assert "Chưa chọn giấy chứng nhận nào." in answer.content.decode()


def test_an_unknown_act_on_many_is_not_there(client, officer, held):
    client.force_login(officer)

    assert client.get(desk("bulk", "withdraw"), {"id": held.pk}).status_code == 404


def test_a_list_sent_twice_says_the_second_time_that_it_was_done(client, officer, province, today):
    held = [certificate_of(province)]
    client.force_login(officer)
    sent = ticked("revoke", held, today)

    client.post(desk("bulk", "revoke"), sent)
    page = client.post(desk("bulk", "revoke"), sent).content.decode()

    assert "đã ghi 0 trong 1 giấy" in page
    assert held[0].events.count() == 1


# The board


def test_the_board_sorts_what_ends_by_window(client, officer, province, today):
    ends = {"open": 150, "late_or_lost": 100, "early": 200}
    held = {name: certificate_of(province, valid_until=today + days * ONE_DAY) for name, days in ends.items()}
    filed = certificate_of(province, valid_until=today + 100 * ONE_DAY, state="in_renewal", renewal_filed_on=today)
    foreign = certificate_of(PlaceFactory(), valid_until=today + 150 * ONE_DAY)
    client.force_login(officer)

    columns = {one.state: [row.certificate for row in one.rows] for one in _board(client)["columns"]}

    assert columns["open"] == [held["open"]]
    assert columns["filed"] == [filed]
    assert columns["late"] + columns["lost"] == [held["late_or_lost"]]
    assert not any(held["early"] in rows or foreign in rows for rows in columns.values())


def test_the_board_counts_what_each_coming_round_is_the_last_chance_of(client, officer, province, today):
    one = certificate_of(province, valid_until=today + 179 * ONE_DAY)
    client.force_login(officer)

    rounds = _board(client)["rounds"]

    from catalogue.renewal import last_saving_round

    last = last_saving_round(one.valid_until, stars=one.stars)
    assert [(found.round, found.count) for found in rounds] == ([(last, 1)] if last.files_by >= today else [])


def _board(client):
    return client.get(reverse("renewals_desk:index")).context


# Producers


def test_verifying_and_taking_it_back_are_both_noted_and_stop_or_open_the_sale(client, officer, province, today):
    product = ProductFactory(owner=ProducerFactory(province=province))
    maker = product.owner
    client.force_login(officer)
    sold = []

    before = client.get(reverse("producers_desk:unverify", args=[maker.pk])).content.decode()
    client.post(reverse("producers_desk:unverify", args=[maker.pk]), {"reason": "Giấy phép hết hạn"})
    sold.append(Product.objects.purchasable(today).contains(product))
    client.post(reverse("producers_desk:verify", args=[maker.pk]))
    sold.append(Product.objects.purchasable(today).contains(product))

    page = client.get(reverse("producers_desk:inspect", args=[maker.pk])).content.decode()
    assert sold == [False, True]
    assert "1 sản phẩm đang bán sẽ ngừng bán ngay" in before
    assert "Giấy phép hết hạn" in page
    entries = ModelLogEntry.objects.filter(action__in=["ocop.unverified", "ocop.verified"]).order_by("pk")
    assert [(one.action, one.user) for one in entries] == [("ocop.unverified", officer), ("ocop.verified", officer)]
    assert product.certificates.get().state == "issued"


def test_taking_a_verification_back_says_why(client, officer, province):
    maker = ProducerFactory(province=province)
    client.force_login(officer)

    client.post(reverse("producers_desk:unverify", args=[maker.pk]), {"reason": ""})

    maker.refresh_from_db()
    assert maker.verified_at is not None
