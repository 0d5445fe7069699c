"""The stars of a product through the years: the drawing and the list agree with what was in force."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.models import Certificate
from catalogue.star_figure import LEFT, RIGHT, figure_of
from catalogue.timeline import last_counted, timeline_of

ONE_DAY = timedelta(days=1)
TODAY = date(2026, 11, 22)


def certificate(issued_on, until, *, stars=4, state="issued", **facts):
    return Certificate(stars=stars, issued_on=issued_on, valid_until=until, state=state, **facts)


def texts(*certificates, day=TODAY):
    return [entry.text for entry in timeline_of(certificates, day).entries]


def test_a_product_without_certificate_has_nothing_to_draw():
    assert timeline_of([], TODAY).figure is None


def test_a_better_star_says_from_when_and_the_lower_one_ends_on_the_eve():
    new = certificate(date(2025, 6, 1), date(2028, 6, 1), stars=4)
    old = certificate(date(2023, 3, 1), date(2026, 3, 1), stars=3, state="superseded", superseded_by=new)

    assert last_counted(old) == date(2025, 5, 31)
    assert texts(new, old) == [
        "Công nhận 3 sao, đến hết ngày 1 tháng 3 năm 2026",
        "Nâng lên 4 sao, đến hết ngày 1 tháng 6 năm 2028",
    ]


def test_a_lapse_is_told_with_its_days():
    old = certificate(date(2020, 1, 1), date(2023, 1, 1))
    new = certificate(date(2023, 1, 11), date(2026, 12, 31), decision_number="7/QĐ-UBND")

    last = timeline_of([old, new], TODAY).entries[-1]

    assert last.text == "Công nhận lại 4 sao, đến hết ngày 31 tháng 12 năm 2026"
    assert last.detail == "Quyết định 7/QĐ-UBND. Sau 9 ngày không có chứng nhận"


def test_a_revocation_names_its_ground_and_decision_and_ends_the_bar_on_the_eve():
    held = certificate(
        date(2025, 1, 1),
        date(2028, 1, 1),
        state="revoked",
        revoked_on=date(2026, 5, 2),
        revocation_ground="d",
        revocation_decision="9/QĐ-UBND",
    )
    timeline = timeline_of([held], TODAY)

    assert timeline.spans[0].end == date(2026, 5, 1)
    assert timeline.entries[-1].tone == "bad"
    assert timeline.entries[-1].detail == "Sử dụng sai nhãn hiệu chứng nhận OCOP. Quyết định 9/QĐ-UBND"
    assert [mark.kind for mark in timeline.figure.marks] == ["bad"]


def test_each_pack_size_has_a_history_of_its_own_under_its_name():
    own = certificate(date(2023, 1, 1), date(2026, 1, 1), stars=3, product_id=1)
    jars = certificate(date(2024, 1, 1), date(2027, 1, 1), stars=4, product_id=2)

    timeline = timeline_of([own, jars], date(2025, 1, 1), {2: "Hũ 500 g"})

    assert [entry.text for entry in timeline.entries] == [
        "Công nhận 3 sao, đến hết ngày 1 tháng 1 năm 2026",
        "Hũ 500 g: Công nhận 4 sao, đến hết ngày 1 tháng 1 năm 2027",
    ]


def test_an_extension_names_its_basis_and_is_a_bar_of_its_own():
    held = certificate(
        date(2023, 10, 1),
        date(2026, 10, 1),
        state="extended",
        extended_until=date(2027, 1, 1),
        extension_basis="Điều 12 khoản 3",
    )
    timeline = timeline_of([held], TODAY)

    assert timeline.entries[-1].on == date(2026, 10, 2)
    assert timeline.entries[-1].detail == "Căn cứ: Điều 12 khoản 3"
    assert [bar.kind for bar in timeline.figure.bars] == ["now", "extended"]


@pytest.mark.parametrize(("days", "told"), [(0, False), (1, True)])
def test_the_end_is_told_from_the_day_after_the_last_day(days, told):
    held = certificate(date(2023, 11, 22), TODAY)

    assert ("Hết hạn: đây là ngày cuối cùng" in texts(held, day=TODAY + days * ONE_DAY)) == told


days = st.dates(date(2019, 1, 1), date(2030, 1, 1))


@given(days, st.integers(1, 1100), st.integers(0, 180), days)
def test_a_day_lies_in_a_span_exactly_when_the_certificate_was_in_force_on_it(issued_on, length, more, day):
    until = issued_on + length * ONE_DAY
    held = certificate(issued_on, until, extended_until=until + more * ONE_DAY if more else None)
    span = timeline_of([held], TODAY).spans[0]

    assert (span.start <= day <= span.end) == held.is_in_force(day)


@given(st.lists(st.tuples(days, st.integers(1, 1100), st.sampled_from([3, 4, 5])), min_size=1, max_size=8), days)
def test_everything_drawn_lies_between_the_margins(held, day):
    certificates = [certificate(on, on + length * ONE_DAY, stars=stars) for on, length, stars in held]

    figure = timeline_of(certificates, day).figure

    assert all(bar.x >= LEFT and bar.x + bar.width <= RIGHT + 2 for bar in figure.bars)
    assert all(LEFT <= place <= RIGHT for place in (figure.today[0], *(tick.x for tick in figure.years)))


def test_whole_numbers_only_are_drawn():
    figure = figure_of(timeline_of([certificate(date(2024, 2, 29), date(2027, 2, 28))], TODAY).spans, TODAY)

    assert all(isinstance(number, int) for bar in figure.bars for number in bar[:3])
