"""Who enters which back office, and the second factor that staff need outside the demo."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group, Permission
from django.contrib.messages import get_messages

from marketplace.accounts import roles
from marketplace.accounts.models import Membership, Office
from tests.factories import MembershipFactory, PlaceFactory, ProductFactory, UserFactory
from tests.marketplace.workspaces import picture

pytestmark = pytest.mark.django_db


def user_in(*groups, **changes):
    user = UserFactory(**changes)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


MATRIX = [
    # who, /cms/, /quan-tri/
    ("buyer", 403, 403),
    ("producer", 403, 403),
    ("curator", 200, 403),
    ("officer", 200, 403),
    ("operator", 403, 200),
    ("admin", 200, 200),
]


def make(who):
    if who == "producer":
        return MembershipFactory().user
    if who == "admin":
        return UserFactory(is_staff=True, is_superuser=True)
    return user_in(who)


@pytest.mark.parametrize(("who", "cms", "shop"), MATRIX)
def test_a_back_office_opens_for_those_who_work_there_only(client, who, cms, shop):
    client.force_login(make(who))

    assert client.get("/cms/").status_code == cms
    assert client.get("/quan-tri/").status_code == shop
    assert client.get("/quan-tri/orders/").status_code == shop


def test_a_refusal_is_a_page_that_says_why_and_leaves_no_message_behind(client):
    client.force_login(UserFactory())

    answer = client.get("/cms/")

    assert "Tài khoản của bạn không làm việc ở trang này." in answer.content.decode()
    assert list(get_messages(answer.wsgi_request)) == []


def test_oscars_permission_for_partners_opens_nothing(client):
    user = MembershipFactory().user
    user.user_permissions.add(Permission.objects.get(codename="dashboard_access"))
    client.force_login(user)

    assert client.get("/quan-tri/orders/").status_code == 403
    assert client.get("/quan-tri/catalogue/product-lookup/", {"q": "a"}).status_code == 403


def test_the_operators_pages_call_no_other_host(client):
    client.force_login(user_in("operator"))

    page = client.get("/quan-tri/").content.decode()

    assert "googleapis" not in page
    assert "oscar/js/jquery/jquery.min.js" in page


def test_the_operators_list_shows_a_picture_that_was_uploaded_there(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    image = ProductFactory().images.create(original=picture())
    client.force_login(user_in("operator"))

    page = client.get("/quan-tri/catalogue/")

    assert image.original.url in page.content.decode()
    image.delete()


DOOR_OF = [("curator", "/cms/"), ("officer", "/cms/"), ("operator", "/quan-tri/"), ("admin", "/cms/")]


@pytest.mark.parametrize(("who", "door"), [*DOOR_OF, ("admin", "/quan-tri/")])
def test_in_the_demo_a_second_factor_is_optional(client, settings, who, door):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    client.force_login(make(who))

    assert client.get(door).status_code == 200


@pytest.mark.parametrize(("who", "door"), DOOR_OF)
def test_staff_set_up_a_second_factor_before_they_enter(client, settings, who, door):
    settings.STAFF_NEEDS_SECOND_FACTOR = True
    user = make(who)
    client.force_login(user)

    assert client.get(door).url == "/tai-khoan/2fa/totp/activate/"

    TOTP.activate(user, generate_totp_secret())
    assert client.get(door).status_code == 200


def test_a_person_with_a_second_factor_is_not_in_before_the_code(client, settings):
    user = user_in("officer", email="can-bo@example.test")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    TOTP.activate(user, generate_totp_secret())

    answer = client.post("/tai-khoan/login/", {"login": user.email, "password": "mat-khau-kiem-thu"})

    assert answer.url == "/tai-khoan/2fa/authenticate/"
    assert client.get("/cms/").status_code == 302
    assert client.get(answer.url).status_code == 200


def test_buyers_and_producers_need_no_second_factor(client, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = True
    client.force_login(MembershipFactory().user)

    assert client.get("/kenh-nha-san-xuat/").status_code == 200


def test_migrating_gives_the_groups_what_they_need():
    curator, officer = user_in("curator"), user_in("officer")

    assert curator.has_perm("wagtailadmin.access_admin")
    assert curator.has_perm("outlets.change_outlet")
    assert not curator.has_perm("catalogue.add_certificate")
    assert officer.has_perm("catalogue.add_certificate")
    assert not officer.has_perm("catalogue.delete_certificate")


def test_a_curator_may_publish_pages_and_choose_pictures(client):
    client.force_login(user_in("curator"))

    assert client.get("/cms/pages/").status_code == 200
    assert client.get("/cms/images/add/").status_code == 200


def test_roles_are_said_in_one_place():
    anonymous_like = UserFactory(is_active=False)
    anonymous_like.groups.set(Group.objects.all())

    assert not roles.is_curator(anonymous_like)
    assert not roles.is_officer(anonymous_like)
    assert not roles.is_operator(anonymous_like)


def test_an_officer_acts_for_an_office():
    officer = user_in("officer")
    office = Office.objects.create(user=officer, level="province", province=PlaceFactory())

    assert roles.office_of(officer) == office
    assert roles.office_of(UserFactory()) is None


@pytest.mark.parametrize(
    ("role", "acts"),
    [("owner", "ship sell label"), ("seller", "ship sell"), ("packer", "ship label"), ("bookkeeper", "")],
)
def test_members_may_do_what_their_role_says(role, acts):
    membership = Membership(role=role)

    assert {act for act in ("ship", "sell", "label") if roles.may(membership, act)} == set(acts.split())


@pytest.mark.parametrize(
    "asked", ["page=abc", "page=0", f"page_limit={'9' * 30}", "initial=1,x", f"initial={'9' * 30}"]
)
def test_the_desks_search_for_a_product_answers_numbers_that_are_none(client, asked):
    client.force_login(user_in("operator"))

    assert client.get("/quan-tri/catalogue/product-lookup/?q=a").json()["pagination"] == {"more": False}
    assert client.get(f"/quan-tri/catalogue/product-lookup/?{asked}").status_code == 404
