"""The producer's renewal board, and reminders that come once each, whatever happens to the clock or the process."""

from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import make_aware
from time_machine import travel

from catalogue.models import Certificate, RenewalReminder
from catalogue.services import extend_certificate, revoke_certificate
from marketplace.clockwork.models import Job
from marketplace.clockwork.services import tick
from marketplace.notifications.models import OutboxMessage
from marketplace.producers import reminders
from marketplace.producers.reminders import send_reminders
from tests.factories import BareProductFactory, CertificateFactory, MembershipFactory, ProducerFactory
from tests.marketplace.workspaces import member_of

pytestmark = pytest.mark.django_db
LAST_DAY = date(2027, 6, 1)


def morning(days_before: int) -> datetime:
    """Nine o'clock in Hanoi, so many days before the certificate's last day."""
    return make_aware(datetime.combine(LAST_DAY - timedelta(days=days_before), time(9)))


def ending(producer=None, last_day=LAST_DAY, **kwargs):
    """A certificate that ends on LAST_DAY."""
    product = BareProductFactory(owner=producer or ProducerFactory())
    return CertificateFactory(product=product, issued_on=date(2024, 6, 1), valid_until=last_day, **kwargs)


def told() -> list[int]:
    return list(RenewalReminder.objects.order_by("pk").values_list("days_before", flat=True))


def mails() -> list[str]:
    return list(OutboxMessage.objects.filter(kind="renewal_due").order_by("pk").values_list("subject", flat=True))


# The board


def board(producer, day):
    with travel(datetime.combine(day, time(5)), tick=False):
        return member_of(producer).get(reverse("workspace:renewals")).content.decode()


@pytest.mark.parametrize(
    ("days_before", "words"),
    [
        (200, "Chưa đến cửa nộp hồ sơ"),
        (180, "Đang trong cửa nộp hồ sơ"),
        (120, "Đang trong cửa nộp hồ sơ"),
        (30, "Quá cửa nộp, không còn đợt chấm nào kịp"),
    ],
)
def test_the_board_says_where_each_certificate_stands(days_before, words):
    certificate = ending()

    page = board(certificate.product.owner, LAST_DAY - timedelta(days=days_before))

    assert words in page
    assert f"Còn {days_before} ngày." in page
    assert "03/12/2026 – 01/02/2027" in page


def test_the_board_names_the_last_round_that_still_saves():
    certificate = ending()

    page = board(certificate.product.owner, LAST_DAY - timedelta(days=150))

    assert "nộp đến 30/10/2026, chấm trước 30/12/2026" in page


def test_the_board_lists_what_to_prepare_and_what_this_site_shows_of_it():
    certificate = ending()

    page = board(certificate.product.owner, LAST_DAY)

    assert "Giấy đăng ký kinh doanh" in page
    assert certificate.product.owner.get_absolute_url() in page
    assert "Hôm nay là ngày cuối." in page


def test_a_certificate_that_ran_out_stays_until_a_new_one_follows():
    certificate = ending()
    day = LAST_DAY + timedelta(days=10)

    before = board(certificate.product.owner, day)
    CertificateFactory(product=certificate.product, issued_on=day, valid_until=date(2030, 6, 11))
    after = board(certificate.product.owner, day)

    assert "Đã hết hạn" in before
    assert "Đã hết hạn" not in after


def test_the_board_shows_own_certificates_only():
    own, foreign = ending(), ending()

    page = board(own.product.owner, LAST_DAY)

    assert own.product.title in page
    assert foreign.product.title not in page


def test_the_board_asks_no_query_per_row(django_assert_max_num_queries):
    producer = ProducerFactory()
    for _ in range(8):
        ending(producer)
    client = member_of(producer)

    with django_assert_max_num_queries(12):
        client.get(reverse("workspace:renewals"))


def test_today_leads_to_the_board(today):
    producer = ProducerFactory()
    ending(producer, last_day=today + timedelta(days=100))

    page = member_of(producer).get(reverse("workspace:today")).content.decode()

    assert f'href="{reverse("workspace:renewals")}"' in page


# Reminders


@pytest.mark.parametrize("step", reminders.STEPS)
def test_each_step_is_told_on_its_day_and_once(step):
    certificate = ending()
    send_reminders(morning(step + 1))
    RenewalReminder.objects.all().delete()
    OutboxMessage.objects.all().delete()

    counts = [send_reminders(morning(step)), send_reminders(morning(step))]

    assert counts == [1, 0]
    assert told() == [step]
    (message,) = OutboxMessage.objects.all()
    assert (message.to, message.language) == (certificate.product.owner.email, "vi")
    assert f"Còn {step} ngày" in message.subject
    assert certificate.public_id in message.text
    assert reverse("workspace:renewals") in message.text


def test_nobody_is_told_before_180_days_or_after_the_last_day():
    ending()

    assert [send_reminders(morning(181)), send_reminders(morning(-1))] == [0, 0]


def test_a_whole_life_is_told_five_times():
    ending()

    for days_before in range(190, -5, -1):
        send_reminders(morning(days_before))

    assert told() == [180, 90, 60, 30, 7]
    assert len(mails()) == 5


def test_after_days_without_a_clock_only_the_nearest_is_told():
    ending()
    send_reminders(morning(180))

    send_reminders(morning(55))  # 90 and 60 were missed
    send_reminders(morning(54))

    assert told() == [180, 60]


def test_a_new_last_day_begins_anew():
    certificate = ending()
    send_reminders(morning(5))
    extended = LAST_DAY + timedelta(days=60)

    extend_certificate(certificate, until=extended, legal_basis="Điều 12.3", on=LAST_DAY)
    send_reminders(morning(0))

    assert list(RenewalReminder.objects.order_by("pk").values_list("last_day", "days_before")) == [
        (LAST_DAY, 7),
        (extended, 60),
    ]


def test_who_has_filed_or_lost_the_certificate_is_not_told():
    filed, revoked = ending(), ending()
    Certificate.objects.filter(pk=filed.pk).update(state="in_renewal")
    revoke_certificate(revoked, ground="đ", decision_number="1/QĐ", on=date(2026, 11, 1))

    assert send_reminders(morning(100)) == 0


def test_a_producer_that_no_longer_works_is_not_told():
    ending(ProducerFactory(is_active=False))

    assert send_reminders(morning(60)) == 0


def test_without_an_address_the_people_who_work_there_are_told():
    producer = ProducerFactory(email="")
    people = [MembershipFactory(producer=producer).user.email for _ in range(2)]
    ending(producer)

    send_reminders(morning(60))

    assert sorted(OutboxMessage.objects.values_list("to", flat=True)) == sorted(people)


def test_who_gets_an_address_later_is_told_then():
    producer = ProducerFactory(email="")
    ending(producer)
    assert send_reminders(morning(60)) == 0

    producer.email = "htx@example.test"
    producer.save()

    assert send_reminders(morning(59)) == 1


def test_a_process_that_dies_between_loses_nothing_and_tells_nothing_twice(monkeypatch):
    ending()
    write, broken = reminders.enqueue_mail, []

    def die_once(*args, **kwargs):
        if not broken:
            broken.append(1)
            raise SystemExit("killed")
        write(*args, **kwargs)

    monkeypatch.setattr(reminders, "enqueue_mail", die_once)
    with pytest.raises(SystemExit):
        send_reminders(morning(60))
    assert (told(), mails()) == ([], [])

    counts = [send_reminders(morning(60)), send_reminders(morning(60))]

    assert counts == [1, 0]
    assert len(mails()) == 1


def test_two_processes_at_once_tell_it_once(monkeypatch):
    certificate = ending()
    asked = list(reminders.due(60, LAST_DAY - timedelta(days=60)))
    send_reminders(morning(60))

    again = reminders._remind(asked[0], 60, LAST_DAY - timedelta(days=60))

    assert asked == [certificate]
    assert again is False
    assert len(mails()) == 1


def test_the_day_turns_at_midnight_in_hanoi():
    ending()
    midnight = make_aware(datetime.combine(LAST_DAY - timedelta(days=180), time.min))

    assert send_reminders(midnight - timedelta(seconds=1)) == 0
    assert send_reminders(midnight) == 1


def test_the_clockwork_sends_them():
    ending()
    at = morning(90)
    with travel(at, tick=False):
        tick(at)

    assert told() == [90]
    assert Job.objects.get(name="producers.remind_of_renewals").last_error == ""
