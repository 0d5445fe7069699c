"""One decision, many certificates: all of them, or every row that cannot be."""

from datetime import timedelta

import pytest

from catalogue.models import Certificate, CertificateEvent
from catalogue.services import DecisionRefused, DecisionRow, register_decision
from tests.factories import BareProductFactory, CertificateFactory, UserFactory

ONE_DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def register(rows, today, **facts):
    facts = {"decision_number": "77/QĐ-UBND", "decision_date": today, **facts}
    return register_decision(rows, **facts)


def refused(rows, today, **facts):
    """The problems of a decision that must be refused whole, as (row, column)."""
    before = Certificate.objects.count()
    with pytest.raises(DecisionRefused) as stopped:
        register(rows, today, **facts)
    assert Certificate.objects.count() == before
    assert all(problem.reason for problem in stopped.value.problems)
    return [(problem.row, problem.column) for problem in stopped.value.problems]


def test_a_decision_certifies_each_of_its_products(today):
    officer = UserFactory()
    rows = [DecisionRow(BareProductFactory(), stars) for stars in (3, 4, 3)]

    made = register(rows, today, issuer_as_printed="UBND tỉnh Kiểm Thử", actor=officer)

    assert [one.stars for one in made] == [3, 4, 3]
    assert {(one.decision_number, one.issued_on, one.issuer_as_printed) for one in made} == {
        ("77/QĐ-UBND", today, "UBND tỉnh Kiểm Thử")
    }
    assert CertificateEvent.objects.filter(kind="issued", actor=officer).count() == 3


def test_a_row_adds_what_only_it_says(today):
    row = DecisionRow(BareProductFactory(), 3, facts={"number": "01", "product_name_as_printed": "Mật ong"})

    (made,) = register([row], today, issued_on=today - ONE_DAY)

    assert (made.number, made.product_name_as_printed) == ("01", "Mật ong")
    assert (made.issued_on, made.decision_date) == (today - ONE_DAY, today)


def test_a_row_may_take_the_place_of_the_certificate_in_force(today):
    old = CertificateFactory(stars=3)

    (new,) = register([DecisionRow(old.product, 4, replaces=True)], today)

    old.refresh_from_db()
    assert (old.state, old.superseded_by) == ("superseded", new)


def test_a_row_that_replaces_nothing_is_simply_issued(today):
    assert register([DecisionRow(BareProductFactory(), 4, replaces=True)], today)[0].stars == 4


def test_every_row_that_cannot_be_is_named_and_none_is_kept(today):
    held, ended = CertificateFactory(), CertificateFactory(decision_number="77/QĐ-UBND", state="superseded")
    good = BareProductFactory()
    rows = [
        DecisionRow(good, 3),
        DecisionRow(held.product, 4),
        DecisionRow(BareProductFactory(), 2),
        DecisionRow(good, 3),
        DecisionRow(ended.product, 3),
        DecisionRow(BareProductFactory(), 3, facts={"number": "x" * 61}),
    ]

    assert refused(rows, today) == [
        (1, "replaces"),
        (2, "stars"),
        (3, "product"),
        (4, "decision_number"),
        (5, "number"),
    ]


def test_a_certificate_that_begins_later_is_in_the_way_too(today):
    later = CertificateFactory(issued_on=today + 10 * ONE_DAY)

    assert refused([DecisionRow(later.product, 3, replaces=True)], today) == [(0, "issued_on")]


def test_a_refused_decision_leaves_the_old_certificates_in_force(today):
    old = CertificateFactory(stars=3)

    refused([DecisionRow(old.product, 4, replaces=True), DecisionRow(BareProductFactory(), 1)], today)

    assert Certificate.objects.get(pk=old.pk).is_in_force(today)


def test_fifty_products_cost_a_bounded_number_of_queries(today, django_assert_max_num_queries):
    rows = [DecisionRow(BareProductFactory(), 3) for _ in range(50)]

    with django_assert_max_num_queries(50 * 12 + 5):
        assert len(register(rows, today)) == 50
