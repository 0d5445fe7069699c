"""The step entry without a network: what its worker may keep, and what goes when an account leaves the browser."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from marketplace.left_behind import COOKIE
from marketplace.producers.views import offline
from tests.factories import MembershipFactory, ProducerFactory, UserFactory
from tests.marketplace.workspaces import ROOMS, member_of
from tests.traceability.factories import LotFactory

pytestmark = pytest.mark.django_db
CLEARED = '"storage"'


def source() -> str:
    return Path(finders.find(offline.WORKER)).read_text()


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_worker_reaches_the_workspace_of_its_language_and_names_only_public_files(language):
    answer = member_of().get(f"{language}{ROOMS}worker.js")

    assert answer["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer["Cache-Control"]
    assert "Service-Worker-Allowed" not in answer  # its scope is where it lies, nothing above
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
    first, _, rest = answer.content.decode().partition("\n")
    keep = json.loads(first.removeprefix("const KEEP = ").removesuffix(";"))
    assert keep["offline"] == f"{language}{ROOMS}khong-co-mang/"
    assert all(path.startswith("/static/") for path in keep["assets"])
    assert rest == source()


def test_what_the_pages_of_the_step_entry_are_drawn_with_is_kept():
    lot = LotFactory()
    page = member_of(lot.product.owner).get(reverse("workspace:lot-step", args=[lot.pk]), {"viec": "pack"}).content

    used = {path.decode() for path in re.findall(rb'(?:src|href)="/static/([^"#]+)', page)}

    assert used <= set(offline.ASSETS)
    assert all(finders.find(path) for path in offline.ASSETS)


def test_of_all_addresses_of_the_workspace_only_the_step_entry_is_kept():
    [pattern] = re.findall(r"const ENTRY = /(.+)/;", source())
    names = {pattern.name for pattern in get_resolver("marketplace.producers.urls").url_patterns}
    addresses = {name: address_of(name) for name in names}

    assert {name for name, address in addresses.items() if re.search(pattern, address)} == {"lot-step", "lot-add"}
    assert re.search(pattern, "/en" + addresses["lot-step"])


def address_of(name):
    try:
        return reverse(f"workspace:{name}")
    except NoReverseMatch:
        return reverse(f"workspace:{name}", args=[7])


def test_another_style_sheet_makes_another_worker(monkeypatch, tmp_path):
    before, changed = offline.version(), tmp_path / "site.css"
    changed.write_text("a{}")
    find = finders.find
    monkeypatch.setattr(offline.finders, "find", lambda path: changed if path.endswith("site.css") else find(path))

    assert offline.version() != before


def test_who_may_not_record_steps_gets_no_worker():
    assert member_of(role="bookkeeper").get(reverse("workspace:worker")).status_code == 403


# What stays in the browser ------------------------------------------------------------------------
@pytest.fixture
def farmer():
    """A browser in which a workspace was opened."""
    client = member_of()
    client.get(reverse("workspace:today"))
    assert COOKIE in client.cookies
    return client


def test_signing_out_asks_the_browser_to_forget_what_it_keeps(farmer):
    answer = farmer.post(reverse("account_logout"))

    assert answer["Clear-Site-Data"] == CLEARED
    assert farmer.cookies[COOKIE].value == ""


def test_another_account_that_signs_in_finds_nothing_of_the_former(farmer):
    farmer.cookies.pop("sessionid")  # the first session ended by itself
    assert "Clear-Site-Data" not in farmer.get(reverse("account_login"))
    other = UserFactory()
    other.set_password("mật khẩu dài")
    other.save()
    other.emailaddress_set.create(email=other.email, verified=True, primary=True)

    answer = farmer.post(reverse("account_login"), {"login": other.email, "password": "mật khẩu dài"})

    assert answer.status_code == 302
    assert answer["Clear-Site-Data"] == CLEARED


def test_the_same_person_signing_in_again_finds_the_draft(farmer):
    user_id = farmer.cookies[COOKIE].value
    again = Client()
    again.cookies[COOKIE] = user_id
    assert "Clear-Site-Data" not in again.get("/")
    again.force_login(MembershipFactory._meta.model.objects.get(user=user_id).user)

    assert "Clear-Site-Data" not in again.get(reverse("workspace:today"))


def test_a_workspace_opened_by_the_next_member_clears_and_is_kept_for_that_member(farmer):
    next_one = MembershipFactory(producer=ProducerFactory()).user
    farmer.force_login(next_one)

    answer = farmer.get(reverse("workspace:today"))

    assert answer["Clear-Site-Data"] == CLEARED
    assert farmer.cookies[COOKIE].value == str(next_one.pk)


def test_a_buyer_who_signs_out_keeps_what_the_shop_stored():
    client = Client()
    client.force_login(UserFactory())

    assert "Clear-Site-Data" not in client.post(reverse("account_logout"))


def test_a_kept_page_names_its_account_and_itself():
    lot = LotFactory()
    client = member_of(lot.product.owner)

    page = client.get(reverse("workspace:lot-step", args=[lot.pk]), {"viec": "harvest"}).content.decode()

    assert f'data-account="{client.session["_auth_user_id"]}"' in page
    assert f'data-kept-as="Lô {lot.number} · Thu hoạch"' in page
