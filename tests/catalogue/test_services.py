"""What the register's verbs do, and what they refuse."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import now

from catalogue import services
from catalogue.models import Certificate, Product
from catalogue.signals import certificate_changed
from tests.factories import BareProductFactory, CertificateFactory, ProducerFactory, ProductFactory, UserFactory

ONE_DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def issue(product=None, **facts):
    facts = {"stars": 4, "issued_on": date(2024, 2, 29), "decision_number": "1/QĐ-UBND", **facts}
    return services.issue_certificate(product or BareProductFactory(), **facts)


def test_a_certificate_counts_for_36_months_to_the_months_last_day():
    assert issue().last_day == date(2027, 2, 28)


def test_issuing_leaves_a_line_of_history_with_its_actor():
    officer = UserFactory()

    certificate = issue(actor=officer)

    event = certificate.events.get()
    assert (event.kind, event.on, event.actor, event.decision_number) == (
        "issued",
        date(2024, 2, 29),
        officer,
        "1/QĐ-UBND",
    )


@pytest.mark.parametrize("stars", [1, 2, 6])
def test_only_3_to_5_stars_are_certified(stars):
    with pytest.raises(ValidationError):
        issue(stars=stars)


def test_a_decision_certifies_a_product_once():
    first = issue()
    services.revoke_certificate(first, ground="b", decision_number="2/QĐ-UBND", on=date(2025, 1, 1))

    with pytest.raises(ValidationError):
        issue(first.product)


def test_two_certificates_of_a_product_never_overlap_by_a_day():
    first = issue()

    with pytest.raises(services.Overlapping):
        issue(first.product, issued_on=first.last_day, decision_number="2/QĐ-UBND")
    assert issue(first.product, issued_on=first.last_day + ONE_DAY, decision_number="2/QĐ-UBND")


def test_revoking_ends_the_sale_and_keeps_the_decision(today):
    product = ProductFactory()
    certificate = Certificate.objects.get(product=product)

    services.revoke_certificate(certificate, ground="đ", decision_number="9/QĐ-UBND", on=today)

    certificate.refresh_from_db()
    assert (certificate.revoked_on, certificate.revocation_ground, certificate.revocation_decision) == (
        today,
        "đ",
        "9/QĐ-UBND",
    )
    assert not Product.objects.sellable(today).contains(product)


def test_a_certificate_is_revoked_once(today):
    certificate = CertificateFactory()
    services.revoke_certificate(certificate, ground="a", decision_number="9/QĐ-UBND", on=today)

    with pytest.raises(services.NotInForce):
        services.revoke_certificate(certificate, ground="b", decision_number="10/QĐ-UBND", on=today)
    assert certificate.events.count() == 1


def test_a_ground_that_the_law_does_not_know_is_refused(today):
    certificate = CertificateFactory()

    with pytest.raises(ValueError, match="no such ground"):
        services.revoke_certificate(certificate, ground="z", decision_number="9/QĐ-UBND", on=today)
    certificate.refresh_from_db()
    assert certificate.state == "issued"


def test_an_upgrade_replaces_the_old_star_by_the_new_one(today):
    old = CertificateFactory(stars=3)

    new = services.upgrade_certificate(old, stars=4, issued_on=today, decision_number="5/QĐ-UBND")

    old.refresh_from_db()
    assert (old.state, old.superseded_by) == ("superseded", new)
    assert old.product.certificate_in_force(today) == new


@pytest.mark.parametrize(("days", "allowed"), [(180, True), (181, False), (0, False)])
def test_an_extension_lasts_at_most_180_days(days, allowed):
    certificate = issue()
    until = certificate.valid_until + days * ONE_DAY

    def extend():
        return services.extend_certificate(
            certificate, until=until, legal_basis="Điều 12.3", on=certificate.valid_until
        )

    if allowed:
        assert extend().until == until
    else:
        with pytest.raises(ValueError, match="180 days"):
            extend()


def test_an_extension_does_not_reach_into_the_next_certificate():
    certificate = issue()
    issue(certificate.product, issued_on=certificate.last_day + 10 * ONE_DAY, decision_number="2/QĐ-UBND")

    with pytest.raises(services.Overlapping):
        services.extend_certificate(
            certificate, until=certificate.last_day + 20 * ONE_DAY, legal_basis="Điều 12.3", on=certificate.last_day
        )


def test_news_of_a_certificate_goes_out_after_the_commit_only(django_capture_on_commit_callbacks):
    heard = []

    def listen(sender, certificate, kind, **kwargs):
        heard.append((certificate.pk, kind))

    certificate_changed.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            certificate = issue()
            assert heard == []
    finally:
        certificate_changed.disconnect(listen)
    assert heard == [(certificate.pk, "issued")]


def test_a_sale_is_not_suspended_without_a_reason_nor_twice(today):
    product = ProductFactory()

    with pytest.raises(ValueError, match="why"):
        services.suspend_sale(product, reason=" ")
    services.suspend_sale(product, reason="Chờ kiểm tra nhãn")
    with pytest.raises(services.SaleUnchanged):
        services.suspend_sale(product, reason="Lại kiểm tra")
    assert product.sale_events.count() == 1


def test_suspending_stops_the_sale_and_leaves_the_certificate(today):
    product = ProductFactory()

    services.suspend_sale(product, reason="Chờ kiểm tra nhãn")

    assert product.is_certified(today)
    assert not product.is_sellable(today)
    assert services.resume_sale(product).is_sellable(today)


def test_each_suspension_leaves_a_line_with_who_and_why():
    product, operator = ProductFactory(), UserFactory()

    services.suspend_sale(product, reason="Chờ kiểm tra nhãn", actor=operator)
    services.resume_sale(product, actor=operator)

    told = list(product.sale_events.values_list("kind", "reason", "actor"))
    assert told == [("suspended", "Chờ kiểm tra nhãn", operator.pk), ("resumed", "", operator.pk)]


def test_a_producer_is_verified_once():
    producer = ProducerFactory(verified_at=None)
    first = now()

    services.verify_producer(producer, at=first)
    services.verify_producer(producer, at=first + ONE_DAY)

    producer.refresh_from_db()
    assert producer.verified_at == first
