"""A producer sees and touches only its own: every id of another is a 404, whatever is sent."""

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import Membership
from marketplace.order.models import Parcel
from tests.factories import MembershipFactory, ProducerFactory, ProductFactory, UserFactory
from tests.marketplace.workspaces import ROOMS, member_of, parcel_of, things_of
from traceability.models import Label, Lot

pytestmark = pytest.mark.django_db

WITH_ID = [
    "product",
    "pictures",
    "picture-move",
    "picture-describe",
    "picture-remove",
    "claim",
    "claim-remove",
    "parcel",
    "parcel-accept",
    "parcel-pack",
    "parcel-ship",
    "parcel-deliver",
    "parcel-reject",
    "parcel-invoice",
    "parcel-invoice-file",
    "parcel-note",
    "review-reply",
    "parcel-undeliverable",
    "parcel-send-back",
    "parcel-receive-back",
    "parcel-lose",
    "parcel-restock",
    "parcel-return",
    "parcel-return-answer",
    "parcel-return-photo",
    "lot",
    "lot-step",
    "lot-labels",
    "lot-sample",
    "lot-recall",
    "lot-sources",
    "evidence",
    "area",
    "step-import",
    "step-import-save",
    "step-import-errors",
    "lot-lift",
    "case",
    "case-photo",
    "step-correct",
    "sheet",
    "sheet-print",
    "sheet-file",
    "sheet-activate",
    "sheet-pins",
    "sheet-void",
    "label",
    "label-symbol",
    "label-void",
    "sizes",
    "size-show",
    "box",
    "box-part-add",
    "box-part-exchange",
    "box-part-remove",
    "shipping-days-remove",
    "voucher-stop",
]
WITHOUT_ID = [
    "today",
    "parcels",
    "parcel-returns",
    "settlement",
    "settlement-csv",
    "settlement-pdf",
    "settlement-account",
    "products",
    "product-add",
    "box-add",
    "claims",
    "claim-add",
    "stock",
    "shipping",
    "vouchers",
    "messages",
    "renewals",
    "reviews",
    "labels",
    "completeness",
    "lot-add",
    "areas",
    "area-add",
    "step-imports",
    "step-template",
    "cases",
    "scan-figures",
    "scan-figures-csv",
    "worker",
    "offline",
]
PLAUSIBLE = {"reason": "thử xem sao", "number": "2026-000", "count": "1", "stage": "pack", "on": "2026-01-01"}


def test_the_matrix_covers_every_address_of_the_workspace():
    from marketplace.producers.urls import urlpatterns

    assert {pattern.name for pattern in urlpatterns} == {*WITH_ID, *WITHOUT_ID, "switch", "stock-undo", "shipping-days"}


@pytest.mark.parametrize("name", WITH_ID)
def test_another_producers_id_is_a_404_for_reading_and_for_writing(name):
    theirs = things_of(ProducerFactory())
    stranger = member_of()
    address = reverse(f"workspace:{name}", args=[theirs[name]])

    statuses = {stranger.post(address, PLAUSIBLE).status_code, stranger.get(address).status_code}
    assert 404 in statuses
    assert statuses <= {404, 405}

    assert Parcel.objects.get().status == "new"
    assert not Label.objects.exclude(state="printed").exists()
    assert not Lot.objects.exclude(state="open").exists()


@pytest.mark.parametrize("name", WITH_ID)
def test_the_same_addresses_answer_their_owner(name):
    producer = ProducerFactory()
    mine = things_of(producer)

    answer = member_of(producer).post(reverse(f"workspace:{name}", args=[mine[name]]), PLAUSIBLE)

    assert answer.status_code in (200, 302, 405, 422) or name == "evidence"  # whose file is not there


@pytest.mark.parametrize("name", WITHOUT_ID)
def test_the_rooms_show_nothing_of_another_producer(name):
    theirs = ProductFactory(title="Bí mật nhà bên", certified__number="SO-NHA-BEN")
    parcel_of(theirs.owner, product=theirs)

    page = member_of().get(reverse(f"workspace:{name}"))

    assert page.status_code == 200
    assert "Bí mật nhà bên" not in page.content.decode(errors="replace")


def test_a_parcel_shows_own_lines_and_never_the_order_s_other_parcels_or_total():
    mine, theirs = ProducerFactory(), ProducerFactory()
    parcel = parcel_of(mine, product=ProductFactory(owner=mine, title="Mắm nhà mình"))
    parcel_of(theirs, product=ProductFactory(owner=theirs, title="Trà nhà bên"))

    page = member_of(mine).get(reverse("workspace:parcel", args=[parcel.pk])).content.decode()

    assert "Mắm nhà mình" in page
    assert "12 đường Thử" in page
    assert "Trà nhà bên" not in page
    assert "999.000" not in page
    assert "60.000" not in page


def test_somebody_elses_product_cannot_be_priced_through_the_table():
    theirs = ProductFactory()
    form = {
        f"{theirs.pk}-{key}": value
        for key, value in {"price": "1000", "stock": "1", "seen_price": "120000", "seen_stock": "20"}.items()
    }

    answer = member_of().post(reverse("workspace:stock"), form)

    assert answer.status_code == 302
    assert theirs.stockrecords.get().price == 120_000


def test_a_lot_cannot_be_made_of_somebody_elses_product():
    theirs = ProductFactory()

    answer = member_of().post(
        reverse("workspace:lot-add"), {"product": theirs.pk, "number": "L1", "quantity": 5, "unit": "gói"}
    )

    assert answer.status_code == 422
    assert not Lot.objects.exists()


def test_people_without_a_producer_get_a_page_that_says_so(client):
    client.force_login(UserFactory())

    answer = client.get(ROOMS)

    assert answer.status_code == 403
    assert "chưa gắn với cơ sở sản xuất" in answer.content.decode()


def test_strangers_are_led_to_the_login():
    assert Client().get(ROOMS + "don-hang/").url == f"/tai-khoan/login/?next={ROOMS}don-hang/"
    assert Client().post(ROOMS + "kho/").status_code == 302


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("bookkeeper", "parcel-accept"),
        ("seller", "lot-labels"),
        ("seller", "lot-recall"),
        ("seller", "lot-lift"),
        ("bookkeeper", "case"),
        ("packer", "product"),
        ("bookkeeper", "sheet-print"),
    ],
)
def test_a_role_that_only_looks_changes_nothing(role, name):
    producer = ProducerFactory()
    mine = things_of(producer)

    answer = member_of(producer, role).post(reverse(f"workspace:{name}", args=[mine[name]]), PLAUSIBLE)

    assert answer.status_code == 403


def test_a_bookkeeper_reads_the_price_table_and_cannot_save_it():
    product = ProductFactory()
    client = member_of(product.owner, "bookkeeper")

    assert client.get(reverse("workspace:stock")).status_code == 200
    assert client.post(reverse("workspace:stock"), {}).status_code == 403


def test_a_person_of_two_producers_opens_one_workspace_at_a_time():
    first, second = MembershipFactory(), ProductFactory(title="Của cơ sở thứ hai")
    other = Membership.objects.create(user=first.user, producer=second.owner)
    client = Client()
    client.force_login(first.user)
    assert "Của cơ sở thứ hai" not in client.get(reverse("workspace:products")).content.decode()

    client.post(reverse("workspace:switch"), {"membership": other.pk})

    assert "Của cơ sở thứ hai" in client.get(reverse("workspace:products")).content.decode()


@pytest.mark.parametrize("membership", ["0", "x", "", "999999999999999999999"])
def test_a_workspace_that_is_not_mine_cannot_be_opened(membership):
    MembershipFactory()

    assert member_of().post(reverse("workspace:switch"), {"membership": membership}).status_code == 404
