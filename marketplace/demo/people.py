"""Who can sign in to the demo: one account per role, one password."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction

from catalogue.models import Place, Producer
from marketplace.accounts.models import CURATOR, OFFICER, OPERATOR, Membership, Office, User
from traceability.models import Laboratory

DOMAIN = "@demo.test"
PASSWORD = "cho-ocop-demo"
LABORATORY = {"accreditation": "VILAS 000 (minh họa)", "address": "Cần Thơ", "is_fictional": True}


@dataclass(frozen=True)
class Person:
    """`producer` is the key of a fictional producer, `office` "ministry" or the code of a province of today."""

    role: str
    name: str
    does: str
    group: str = ""
    producer: str = ""  # several, with spaces between
    office: str = ""
    laboratory: str = ""

    @property
    def email(self) -> str:
        return self.role + DOMAIN


PEOPLE = (
    Person("buyer", "Nguyễn Thị Mua", "mua hàng, xem đơn"),
    Person("producer", "Trần Văn Hậu", "bán hàng cho HTX Mẫu Sông Hậu", producer="song-hau"),
    Person("producer2", "Lê Thị Kinh", "bán hàng cho Cơ sở Mẫu Lam Kinh, đóng hộp quà", producer="lam-kinh qua-que"),
    Person("curator", "Phạm Biên Tập", "câu chuyện, bộ sưu tập, triển lãm", group=CURATOR),
    Person("operator", "Đỗ Vận Hành", "đơn hàng, tem, điểm bán", group=OPERATOR),
    Person("officer-cantho", "Võ Cần Thơ", "chứng nhận 3–4 sao của Cần Thơ", group=OFFICER, office="92"),
    Person("officer-thanhhoa", "Hoàng Thanh Hóa", "chứng nhận 3–4 sao của Thanh Hóa", group=OFFICER, office="38"),
    Person("ministry", "Bùi Bộ", "chứng nhận 5 sao, xem tất cả", group=OFFICER, office="ministry"),
    Person("lab", "Lý Kiểm Nghiệm", "kết quả kiểm nghiệm của lô", laboratory="Phòng kiểm nghiệm Mẫu Cửu Long"),
    Person("admin", "Quản Trị", "mọi thứ"),
)


@transaction.atomic
def load_people(producers: dict[str, Producer]) -> int:
    """Make the accounts that are missing; `producers` by key. Returns how many were made."""
    known = set(User.objects.filter(email__endswith=DOMAIN).values_list("email", flat=True))
    missing = [person for person in PEOPLE if person.email not in known]
    password = make_password(PASSWORD) if missing else ""
    for person in missing:
        _make(person, password, producers)
    return len(missing)


def _make(person: Person, password: str, producers: dict[str, Producer]) -> None:
    last, _, first = person.name.partition(" ")
    is_admin = person.role == "admin"
    user = User.objects.create(
        email=person.email,
        password=password,
        first_name=first,
        last_name=last,
        is_staff=is_admin,
        is_superuser=is_admin,
    )
    EmailAddress.objects.create(user=user, email=person.email, verified=True, primary=True)
    if person.group:
        user.groups.add(Group.objects.get_or_create(name=person.group)[0])
    for key in person.producer.split():
        Membership.objects.create(user=user, producer=producers[key])
    if person.laboratory:
        Laboratory.objects.get_or_create(name=person.laboratory, defaults=LABORATORY)[0].people.add(user)
    if person.office:
        Office.objects.create(user=user, **_office(person.office))


def _office(office: str) -> dict:
    if office == "ministry":
        return {"level": Office.Level.MINISTRY}
    return {"level": Office.Level.PROVINCE, "province": Place.objects.provinces().get(code=office)}
