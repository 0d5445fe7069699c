"""The operator's page of laboratories: which there are, who writes for them, and what each change leads to."""

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from marketplace.notifications.models import OutboxMessage
from tests.factories import MembershipFactory, UserFactory
from tests.marketplace.cms import in_group
from traceability import laboratories
from traceability.models import DeskAct, Laboratory

pytestmark = pytest.mark.django_db
ROOM = "/quan-tri/phong-kiem-nghiem/"


@pytest.fixture
def operator(client):
    person = in_group("operator")
    client.force_login(person)
    return person


@pytest.fixture
def laboratory():
    return Laboratory.objects.create(name="Phòng kiểm nghiệm Cửu Long", accreditation="VILAS 123", address="Cần Thơ")


def known(person, *, verified=True):
    """The person, whose address was confirmed."""
    EmailAddress.objects.create(user=person, email=person.email, verified=verified, primary=True)
    return person


def at(laboratory, way=""):
    return f"{ROOM}{laboratory.pk}/{way}"


def kinds(laboratory):
    return [act.kind for act in laboratory.acts.all()]


def test_a_laboratory_is_added_edited_and_found_and_each_act_names_its_author(client, operator):
    assert "Chưa có phòng kiểm nghiệm nào" in client.get(ROOM).content.decode()

    made = client.post(f"{ROOM}them/", {"name": " Phòng Đo Lường ", "accreditation": "", "address": "Huế"})
    held = Laboratory.objects.get()
    assert (made["Location"], held.name, held.is_fictional) == (at(held), "Phòng Đo Lường", False)
    client.post(at(held, "sua/"), {"name": "Phòng Đo Lường", "accreditation": "VILAS 9", "address": "Huế"})
    client.post(at(held, "sua/"), {"name": "Phòng Đo Lường", "accreditation": "VILAS 9", "address": "Huế"})

    acts = list(held.acts.values_list("kind", "by", "was", "became"))
    assert acts == [
        ("added", operator.pk, "", "Phòng Đo Lường · Huế"),
        ("edited", operator.pk, "Phòng Đo Lường · Huế", "Phòng Đo Lường · VILAS 9 · Huế"),
    ]
    assert "VILAS 9" in client.get(at(held)).content.decode()
    for words, says in [("do luong", at(held)), ("vilas", at(held)), ("hà nội", "Không thấy phòng nào khớp")]:
        assert says in client.get(ROOM, {"q": words}).content.decode()


@pytest.mark.parametrize("name", ["", "x" * 201, "Phòng kiểm nghiệm Cửu Long"])
@pytest.mark.parametrize("way", ["them/", "{}/sua/"])
def test_a_name_that_cannot_be_is_refused_in_words(client, operator, laboratory, way, name):
    other = Laboratory.objects.create(name="Phòng khác")

    answer = client.post(ROOM + way.format(other.pk), {"name": name, "accreditation": "", "address": ""})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert set(Laboratory.objects.values_list("name", flat=True)) == {laboratory.name, "Phòng khác"}
    with pytest.raises(ValidationError):
        laboratories.edit_laboratory(other, by=None, name=laboratory.name)


def test_who_is_let_in_is_told_by_mail_where_and_finds_the_desk(client, operator, laboratory):
    person = known(UserFactory(language="en"))

    assert client.post(at(laboratory), {"email": person.email.upper()})["Location"] == at(laboratory)

    mail = OutboxMessage.objects.get(kind="lab_joined")
    assert mail.to == person.email
    assert mail.text.count("/en/phong-kiem-nghiem/") == 1
    assert laboratory.name in mail.subject
    browser = Client()
    browser.force_login(person)
    assert f'href="{reverse("lab:index")}"' in browser.get(reverse("account:index")).content.decode()
    assert browser.get(reverse("lab:index")).status_code == 200
    assert person.email in client.get(at(laboratory)).content.decode()


@pytest.mark.parametrize(
    ("who", "says"),
    [
        ("stranger", "Không có tài khoản nào"),
        ("unconfirmed", "Không có tài khoản nào"),
        ("gone", "Không có tài khoản nào"),
        ("officer", "không ghi thay phòng kiểm nghiệm"),
        ("colleague", "đã ghi được cho phòng này"),
        ("rival", "một phòng kiểm nghiệm khác"),
        ("nonsense", "role="),
    ],
)
def test_who_may_not_write_for_a_laboratory_is_refused_in_words(client, operator, laboratory, who, says):
    colleague, rival = known(UserFactory()), known(UserFactory())
    laboratory.people.add(colleague)
    Laboratory.objects.create(name="Phòng khác").people.add(rival)
    address = {
        "stranger": lambda: "khong-co@example.test",
        "unconfirmed": lambda: known(UserFactory(), verified=False).email,
        "gone": lambda: known(UserFactory(is_active=False)).email,
        "officer": lambda: known(in_group("officer")).email,
        "colleague": lambda: colleague.email,
        "rival": lambda: rival.email,
        "nonsense": lambda: "không phải địa chỉ",
    }[who]()

    answer = client.post(at(laboratory), {"email": address})

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert laboratory.people.get() == colleague
    assert not DeskAct.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_who_also_works_for_a_producer_is_let_in_and_the_desk_says_what_that_forbids(client, operator, laboratory):
    member = MembershipFactory()
    known(member.user)

    said = client.post(at(laboratory), {"email": member.user.email}, follow=True).content.decode()

    assert f"cũng làm cho {member.producer.name}" in said
    assert laboratory.people.get() == member.user


def test_who_is_let_go_enters_no_more_and_is_one_button_from_coming_back(client, operator, laboratory):
    person = known(UserFactory())
    client.post(at(laboratory), {"email": person.email})
    away, browser = at(laboratory, f"nguoi/{person.pk}/rut/"), Client()
    browser.force_login(person)

    assert person.email in client.get(away).content.decode()
    assert laboratory.people.exists()
    back = client.post(away)["Location"]

    assert browser.get(reverse("lab:index")).status_code == 403
    assert browser.get(reverse("account:index")).content.decode().count(laboratory.name) == 0
    assert person.email not in back
    assert f'value="{person.email}"' in client.get(back).content.decode()
    assert client.post(away).status_code == 404
    assert kinds(laboratory) == ["joined", "left"]
    assert [act.person for act in laboratory.acts.all()] == [person, person]


def test_no_address_of_somebody_who_never_wrote_for_it_is_shown(client, operator, laboratory):
    stranger = known(UserFactory())

    for asked in (str(stranger.pk), "9" * 40, "x"):
        assert stranger.email not in client.get(at(laboratory), {"nguoi": asked}).content.decode()


def test_a_closed_laboratory_keeps_people_and_history_and_is_opened_again(client, operator, laboratory):
    person = known(UserFactory())
    laboratory.people.add(person)
    browser = Client()
    browser.force_login(person)

    assert client.post(at(laboratory, "ngung/"), {"reason": ""}).status_code == 422
    assert client.get(at(laboratory, "ngung/")).status_code == 200
    assert client.post(at(laboratory, "ngung/"), {"reason": "Bị rút công nhận"})["Location"] == at(laboratory)
    assert browser.get(reverse("lab:index")).status_code == 403
    client.post(at(laboratory, "ngung/"), {"reason": "Bấm lần nữa"})
    assert "Bị rút công nhận" in client.get(at(laboratory)).content.decode()
    for _twice in range(2):
        assert client.post(at(laboratory, "mo-lai/"))["Location"] == at(laboratory)

    assert browser.get(reverse("lab:index")).status_code == 200
    assert kinds(laboratory) == ["closed", "reopened"]


def test_somebody_of_a_closed_laboratory_may_join_another(client, operator, laboratory):
    person = known(UserFactory())
    Laboratory.objects.create(name="Phòng đã ngừng", is_active=False).people.add(person)

    client.post(at(laboratory), {"email": person.email})

    assert laboratory.people.get() == person


@pytest.mark.parametrize("way", ["", "sua/", "ngung/", "mo-lai/", "nguoi/1/rut/"])
def test_a_laboratory_that_is_not_there_is_a_404(client, operator, way):
    assert client.post(f"{ROOM}999999/{way}").status_code == 404


def test_the_list_is_paged_and_asks_no_more_for_more(client, operator, django_assert_max_num_queries):
    Laboratory.objects.bulk_create(Laboratory(name=f"Phòng {number:02}") for number in range(31))
    client.get(ROOM)

    with django_assert_max_num_queries(8):
        assert "1/2" in client.get(ROOM).content.decode()
    assert "Phòng 30" in client.get(ROOM, {"p": "2"}).content.decode()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_page_of_the_room_is_whole_in_both_languages(client, operator, laboratory, language):
    person = known(UserFactory())
    client.cookies.load({"ocop_language": language, "django_language": language})
    laboratory.people.add(person)

    for way in ("", "sua/", "ngung/", f"nguoi/{person.pk}/rut/"):
        page = client.get(at(laboratory, way)).content.decode()
        assert f'<html lang="{language}"' in page
        assert ("Laborator" in page) == (language == "en")
