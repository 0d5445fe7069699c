"""Codes of growing areas on the officers' desk: the office's province, its word, on which paper."""

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.machines.root_mail import mail_last_root
from marketplace.notifications.models import OutboxMessage
from tests.factories import PlaceFactory, ProducerFactory, UserFactory
from tests.marketplace.cms import officer_of, officer_of_the_ministry
from tests.traceability.test_steps import area_of
from traceability.models import AreaReview, GrowingArea, SignedRoot

pytestmark = pytest.mark.django_db
CONFIRMED = {"is_confirmed": "yes", "document": "12/QĐ-BVTV ngày 3/2/2026"}


def word(area, **said):
    """What an officer sends who looks at the code as it stands."""
    return CONFIRMED | {"shown": area.fingerprint} | said


def desk(user):
    client = Client()
    client.force_login(user)
    return client


def inspect(area):
    return reverse("areas_desk:inspect", args=[area.pk])


@pytest.fixture
def area():
    return area_of(ProducerFactory())


def test_an_office_confirms_a_code_of_its_province_and_says_on_which_paper(area):
    officer = officer_of(area.province)

    desk(officer).post(inspect(area), word(area))

    area.refresh_from_db()
    review = AreaReview.objects.get()
    assert (area.state, area.reviewed_by) == ("confirmed", review.authority)
    assert area.province.name in review.authority
    assert (review.said_by, review.document, review.code) == (officer, CONFIRMED["document"], area.code)
    assert CONFIRMED["document"] in desk(officer).get(inspect(area)).content.decode()


def test_the_last_word_counts_and_the_first_stays_on_record(area):
    office = desk(officer_of(area.province))
    office.post(inspect(area), word(area))

    office.post(inspect(area), word(area, is_confirmed="no", document="Biên bản 7"))

    area.refresh_from_db()
    assert area.state == "refused"
    assert [review.is_confirmed for review in area.reviews.all()] == [True, False]


@pytest.mark.parametrize("wrong", [{"document": ""}, {"is_confirmed": ""}, {"is_confirmed": "maybe"}])
def test_a_word_without_its_paper_is_none(area, wrong):
    assert desk(officer_of(area.province)).post(inspect(area), word(area) | wrong).status_code == 422
    assert not AreaReview.objects.exists()


def test_another_provinces_code_is_a_404_and_stands_in_no_list(area):
    stranger = desk(officer_of(PlaceFactory()))

    assert stranger.get(inspect(area)).status_code == 404
    assert stranger.post(inspect(area), word(area)).status_code == 404
    assert area.code not in stranger.get(reverse("areas_desk:index")).content.decode()
    assert area.code in desk(officer_of_the_ministry()).get(reverse("areas_desk:index")).content.decode()
    assert not AreaReview.objects.exists()


def test_an_admin_of_no_office_confirms_nothing(area):
    admin = desk(UserFactory(is_superuser=True, is_staff=True))

    assert admin.get(inspect(area)).status_code == 200
    admin.post(inspect(area), word(area))
    assert not AreaReview.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"code": "VN-DTOR-0099"},
        {"issuer": "Cục Mẫu"},
        {"market": "EU"},
        {"kind": "packhouse"},
        {"valid_until": "2030-1-1"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_an_officers_word_is_on_what_was_shown_and_on_nothing_that_was_changed_meanwhile(area, changed):
    office = desk(officer_of(area.province))
    shown = office.get(inspect(area)).context["form"]["shown"].value()
    GrowingArea.objects.filter(pk=area.pk).update(**changed)

    page = office.post(inspect(area), CONFIRMED | {"shown": shown}, follow=True).content.decode()

    assert "vừa sửa lời khai này" in page
    assert not AreaReview.objects.exists()
    assert GrowingArea.objects.get().state == "declared"


# The log's root by mail ---------------------------------------------------------------------------
def test_each_days_root_goes_to_the_provincial_offices_once(area, today):
    officer = officer_of(area.province)
    officer_of_the_ministry()
    SignedRoot.objects.create(day=today, size=7, root="ab" * 32, document="{}")

    assert (mail_last_root(), mail_last_root()) == (1, 0)
    message = OutboxMessage.objects.get(kind="trace_root")
    assert message.to == officer.email
    assert "ab" * 32 in message.text
    assert f"/.well-known/trace-log/{today}.json" in message.text


def test_without_a_root_nothing_is_mailed():
    officer_of(PlaceFactory())

    assert mail_last_root() == 0
