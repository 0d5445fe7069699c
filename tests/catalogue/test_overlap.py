"""Two certificates of a product on one day: the services refuse them everywhere, PostgreSQL by itself."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from catalogue.models import Certificate
from catalogue.services import Overlapping, extend_certificate, issue_certificate
from tests.factories import BareProductFactory, CertificateFactory

ONE_DAY = timedelta(days=1)


def at_once(*acts) -> list:
    """Run the acts in threads of their own that start together; their exceptions, or None."""
    start, ended = Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            start.wait()
            act()
        except Exception as error:
            ended[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_database_refuses_a_second_certificate_of_one_day(today):
    held = CertificateFactory()

    with pytest.raises(IntegrityError, match="do_not_overlap"), transaction.atomic():
        CertificateFactory(product=held.product, issued_on=held.last_day)
    assert CertificateFactory(product=held.product, issued_on=held.last_day + ONE_DAY)


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.parametrize("state", ["superseded", "withdrawn"])
def test_the_database_lets_another_certificate_follow_one_that_an_act_ended(state, today):
    ended = CertificateFactory(state=state, withdrawn_on=today)

    assert CertificateFactory(product=ended.product, issued_on=today)


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_database_refuses_an_extension_into_the_next_certificate(today):
    held = CertificateFactory(issued_on=today - 1096 * ONE_DAY, valid_until=today)
    CertificateFactory(product=held.product, issued_on=today + 10 * ONE_DAY)
    asked = Certificate.objects.filter(pk=held.pk)

    with pytest.raises(IntegrityError, match="do_not_overlap"), transaction.atomic():
        asked.update(extended_until=today + 10 * ONE_DAY, extension_basis="Điều 12.3")
    assert asked.update(extended_until=today + 9 * ONE_DAY, extension_basis="Điều 12.3")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_certify_a_product_at_once_one_is_refused(today):
    product = BareProductFactory()

    def issue(number):
        return lambda: issue_certificate(product, stars=4, issued_on=today, decision_number=number)

    ended = at_once(issue("1/QĐ"), issue("2/QĐ"))

    assert [type(error) for error in ended if error] == [Overlapping]
    assert Certificate.objects.filter(product=product).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_rows_written_past_the_services_at_once_the_database_keeps_one(today):
    product = BareProductFactory()

    ended = at_once(*[lambda: CertificateFactory(product=product)] * 2)

    assert [type(error) for error in ended if error] == [IntegrityError]
    assert Certificate.objects.filter(product=product).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_extension_and_a_new_certificate_at_once_never_both_stand(today):
    held = CertificateFactory(issued_on=today - 1096 * ONE_DAY, valid_until=today)
    until = today + 30 * ONE_DAY

    ended = at_once(
        lambda: extend_certificate(held, until=until, legal_basis="Điều 12.3", on=today),
        lambda: issue_certificate(held.product, stars=4, issued_on=today + ONE_DAY, decision_number="2/QĐ"),
    )

    assert [type(error) for error in ended if error] == [Overlapping]
