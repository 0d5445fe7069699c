"""Which act may follow which on a certificate, and that what is refused changes nothing."""

from datetime import timedelta

import pytest

from catalogue import ocop, services
from catalogue.models import Certificate, CertificateEvent
from tests.factories import BareProductFactory, CertificateFactory, UserFactory

ONE_DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def renew(certificate, today):
    return services.begin_renewal(certificate, on=today)


def extend(certificate, today):
    until = certificate.until + ONE_DAY
    return services.extend_certificate(certificate, until=until, legal_basis="Điều 12.3", on=today)


def revoke(certificate, today):
    return services.revoke_certificate(certificate, ground="b", decision_number="9/QĐ-UBND", on=today)


def withdraw(certificate, today):
    return services.withdraw_certificate(certificate, reason="Công nhận sai", on=today)


def supersede(certificate, today):
    return services.upgrade_certificate(certificate, stars=5, issued_on=today, decision_number="8/QĐ-UBND")


ACTS = {"in_renewal": renew, "extended": extend, "revoked": revoke, "withdrawn": withdraw, "superseded": supersede}
DAYS = {"revoked": "revoked_on", "withdrawn": "withdrawn_on"}


def certificate_in(state, today):
    facts = {DAYS[state]: today} if state in DAYS else {}
    if state == "extended":
        facts = {"valid_until": today - ONE_DAY, "extended_until": today, "extension_basis": "Điều 12.3"}
    return CertificateFactory(state=state, **facts)


@pytest.mark.parametrize("then", ACTS)
@pytest.mark.parametrize("now", Certificate.State.values)
def test_an_act_follows_its_edges_and_an_illegal_one_changes_nothing(now, then, today):
    certificate = certificate_in(now, today)
    before = Certificate.objects.filter(pk=certificate.pk).values().get()

    if then in ocop.CERTIFICATE_STEPS[now]:
        ACTS[then](certificate, today)
        assert Certificate.objects.get(pk=certificate.pk).state == then
        return
    with pytest.raises(services.NotInForce):
        ACTS[then](certificate, today)
    assert Certificate.objects.filter(pk=certificate.pk).values().get() == before
    assert not CertificateEvent.objects.exists()


@pytest.mark.parametrize("then", ["in_renewal", "revoked", "withdrawn", "superseded"])
@pytest.mark.parametrize("shift", [-1, 1])
def test_an_act_happens_on_a_day_on_which_the_certificate_counts(then, shift, today):
    facts = {"issued_on": today + ONE_DAY} if shift < 0 else {"valid_until": today - ONE_DAY}
    certificate = CertificateFactory(**facts)

    with pytest.raises(services.NotInForce):
        ACTS[then](certificate, today)
    certificate.refresh_from_db()
    assert certificate.state == "issued"


@pytest.mark.parametrize("then", ["revoked", "withdrawn"])
def test_an_end_is_not_entered_before_its_day(then, today):
    certificate = CertificateFactory()

    with pytest.raises(services.NotInForce):
        ACTS[then](certificate, today + ONE_DAY)
    assert Certificate.objects.get(pk=certificate.pk).is_in_force(today)


def test_a_file_for_re_assessment_leaves_the_certificate_in_force_with_its_day(today):
    certificate = renew(CertificateFactory(), today)

    assert certificate.is_in_force(certificate.last_day)
    assert not certificate.is_in_force(certificate.last_day + ONE_DAY)
    assert (certificate.renewal_filed_on, certificate.events.get().kind) == (today, "in_renewal")


def test_an_ended_certificate_comes_back_by_extension(today):
    certificate = CertificateFactory(issued_on=today - 1200 * ONE_DAY, valid_until=today - 20 * ONE_DAY)
    assert not certificate.is_in_force(today)

    services.extend_certificate(certificate, until=today, legal_basis="Điều 12.3", on=today)

    fresh = Certificate.objects.get(pk=certificate.pk)
    assert fresh.is_in_force(today)
    assert (fresh.extension_basis, fresh.last_day) == ("Điều 12.3", today)


def test_a_second_extension_counts_from_the_day_first_printed(today):
    certificate = CertificateFactory(issued_on=today - 1200 * ONE_DAY, valid_until=today)
    limit = ocop.latest_extension(today)
    certificate = services.extend_certificate(certificate, until=limit - ONE_DAY, legal_basis="Điều 12.3", on=today)

    certificate = services.extend_certificate(certificate, until=limit, legal_basis="Điều 12.3", on=today)
    for until in (limit, limit + ONE_DAY):
        with pytest.raises(ValueError, match="180 days"):
            services.extend_certificate(certificate, until=until, legal_basis="Điều 12.3", on=today)
    assert Certificate.objects.get(pk=certificate.pk).last_day == limit


def test_an_extension_names_its_legal_basis(today):
    certificate = CertificateFactory()

    with pytest.raises(ValueError, match="legal basis"):
        services.extend_certificate(certificate, until=certificate.until + ONE_DAY, legal_basis="", on=today)


def test_a_withdrawal_keeps_its_day_its_reason_and_who_did_it(today):
    officer = UserFactory()

    certificate = services.withdraw_certificate(
        CertificateFactory(), reason="Công nhận sai thẩm quyền", decision_number="3/QĐ", on=today, actor=officer
    )

    event = certificate.events.get()
    assert certificate.withdrawn_on == today
    assert (event.note, event.decision_number, event.actor) == ("Công nhận sai thẩm quyền", "3/QĐ", officer)


def test_a_withdrawal_says_why(today):
    with pytest.raises(ValueError, match="why"):
        services.withdraw_certificate(CertificateFactory(), reason=" ", on=today)


def test_after_a_lapse_a_certificate_is_issued_anew_and_the_old_one_stays_expired(today):
    old = CertificateFactory(issued_on=today - 1200 * ONE_DAY, valid_until=today - 30 * ONE_DAY)

    new = services.issue_certificate(old.product, stars=4, issued_on=today, decision_number="2/QĐ-UBND")

    old.refresh_from_db()
    assert (old.status(today), new.status(today)) == ("expired", "in_force")


def test_an_upgrade_that_fails_leaves_the_old_star(today):
    old = CertificateFactory(stars=3)

    with pytest.raises(Exception, match="3, 4 và 5 sao"):
        services.upgrade_certificate(old, stars=6, issued_on=today, decision_number="2/QĐ-UBND")
    assert old.product.certificate_in_force(today) == Certificate.objects.get()


def test_the_same_words_say_an_end_that_was_decided_for_a_day_in_the_past(today):
    certificate = CertificateFactory()

    services.revoke_certificate(certificate, ground="a", decision_number="9/QĐ-UBND", on=today - 40 * ONE_DAY)

    fresh = Certificate.objects.get(pk=certificate.pk)
    assert not fresh.is_in_force(today)
    assert fresh.revoked_on == today - 40 * ONE_DAY
    assert fresh.events.get().at.date() >= today - ONE_DAY


def test_a_certificate_without_a_known_issuer_keeps_the_name_as_printed(today):
    certificate = services.issue_certificate(
        BareProductFactory(), stars=3, issued_on=today, issuer_as_printed="UBND huyện không có trong sổ"
    )

    assert certificate.issuer is None
    assert certificate.issuer_as_printed == "UBND huyện không có trong sổ"
