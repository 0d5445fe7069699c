"""Quality certificates that a producer declares; facts that its products are asked for; protected names in the back office."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from catalogue.models import IpAsset, QualityCertificate
from marketplace.accounts.groups import write_groups
from marketplace.accounts.models import CURATOR
from tests.factories import PlaceFactory, ProducerFactory, ProductFactory, UserFactory
from tests.marketplace.workspaces import member_of

pytestmark = pytest.mark.django_db
ADD, LIST = reverse("workspace:claim-add"), reverse("workspace:claims")
ONE_DAY = timedelta(days=1)


def typed(product, **facts):
    given = {"scheme": "vietgap", "number": "VG-01", "issuer": "Tổ chức mẫu", "issued_on": "2026-01-05"}
    return given | {"products": [product.pk]} | facts


def test_a_declared_certificate_stands_on_the_product_s_page_as_declared(client):
    product = ProductFactory()

    answer = member_of(product.owner).post(ADD, typed(product), follow=True)

    assert "Đã lưu VietGAP." in answer.content.decode()
    page = client.get(product.get_absolute_url()).content.decode()
    assert "VG-01" in page and "Nhà sản xuất tự khai" in page


@pytest.mark.parametrize(
    ("facts", "complaint"),
    [
        ({"scheme": "other"}, "Xin ghi tên chứng nhận như trên giấy."),
        ({"valid_until": "2025-12-31"}, "Ngày cuối cùng không thể trước ngày cấp."),
        ({"products": []}, "field__error"),
        ({"issued_on": "hôm qua"}, "field__error"),
    ],
)
def test_a_mistake_is_explained(facts, complaint):
    product = ProductFactory()

    answer = member_of(product.owner).post(ADD, typed(product, **facts))

    assert answer.status_code == 422 and complaint in answer.content.decode()
    assert not QualityCertificate.objects.exists()


def test_one_paper_is_declared_once_and_may_be_corrected():
    product = ProductFactory()
    client = member_of(product.owner)
    client.post(ADD, typed(product))
    held = QualityCertificate.objects.get()

    again = client.post(ADD, typed(product))
    corrected = client.post(reverse("workspace:claim", args=[held.pk]), typed(product, issuer="Tổ chức khác"))

    assert again.status_code == 422 and "đã được khai rồi" in again.content.decode()
    assert corrected.status_code == 302
    assert QualityCertificate.objects.get().issuer == "Tổ chức khác"


def test_nobody_declares_for_another_s_product_or_touches_another_s_paper():
    mine, other = ProductFactory(), ProductFactory()
    member_of(other.owner).post(ADD, typed(other))
    held, me = QualityCertificate.objects.get(), member_of(mine.owner)

    assert me.post(ADD, typed(other, number="VG-02")).status_code == 422
    for name in ("claim", "claim-remove"):
        assert me.post(reverse(f"workspace:{name}", args=[held.pk]), typed(mine)).status_code == 404
    assert QualityCertificate.objects.get() == held


def test_an_ended_paper_is_marked_for_its_maker(today):
    product = ProductFactory()
    held = QualityCertificate.objects.create(
        producer=product.owner,
        scheme="haccp",
        number="1",
        issuer="X",
        issued_on=today - 9 * ONE_DAY,
        valid_until=today - ONE_DAY,
    )

    html = member_of(product.owner, role="packer").get(LIST).content.decode()

    assert str(held.title) in html and "Không hiện ra" in html


def test_a_paper_can_be_taken_back():
    product = ProductFactory()
    client = member_of(product.owner)
    client.post(ADD, typed(product))

    client.post(reverse("workspace:claim-remove", args=[QualityCertificate.objects.get().pk]))

    assert not QualityCertificate.objects.exists()


# Facts


def test_a_form_asks_for_what_its_group_asks_for():
    food, mat = ProductFactory(criteria_set="QD26-07"), ProductFactory(criteria_set="QD26-21")

    asked = {
        one: member_of(one.owner).get(reverse("workspace:product", args=[one.pk])).content.decode()
        for one in (food, mat)
    }

    assert 'name="allergens"' in asked[food] and "Người mua còn hỏi:" in asked[food]
    assert 'name="allergens"' not in asked[mat] and "Chất liệu" in asked[mat]


def test_a_drink_may_be_measured_by_volume_alone_but_by_something():
    drink = ProductFactory(criteria_set="QD26-17", net_weight_g=None)
    client, address = member_of(drink.owner), reverse("workspace:product", args=[drink.pk])

    neither = client.post(address, {"allergens": "không"})
    by_volume = client.post(address, {"allergens": "không", "net_volume_ml": "330"})

    drink.refresh_from_db()
    assert neither.status_code == 422 and "khối lượng tịnh hoặc thể tích thực" in neither.content.decode()
    assert by_volume.status_code == 302
    assert (drink.net_volume_ml, drink.allergens) == (330, "không")


# Protected names


def curator():
    write_groups()
    user = UserFactory()
    user.groups.add(Group.objects.get(name=CURATOR))
    client = Client()
    client.force_login(user)
    return client


def named(province, **facts):
    given = {"kind": "gi", "name": "Cam Mẫu", "number": "00123", "holder": "UBND mẫu", "province": province.pk}
    return given | facts


def test_a_curator_enters_a_protected_name_and_then_the_products_of_its_province():
    province = PlaceFactory()
    product = ProductFactory(owner=ProducerFactory(province=province))
    elsewhere = ProductFactory()
    desk = curator()

    assert desk.post(reverse("ip_assets:add"), named(province)).status_code == 302
    asset = IpAsset.objects.get()
    address = reverse("ip_assets:edit", args=[asset.pk])
    assert desk.post(address, named(province, products=[elsewhere.pk])).status_code == 200
    assert desk.post(address, named(province, products=[product.pk])).status_code == 302

    assert list(asset.products.all()) == [product]
    assert "Cam Mẫu" in Client().get(product.get_absolute_url()).content.decode()


def test_a_producer_has_no_way_to_protected_names():
    stranger = member_of()

    assert stranger.get(reverse("ip_assets:index")).status_code in (302, 403)
    assert stranger.post(reverse("ip_assets:add"), named(PlaceFactory())).status_code in (302, 403)
    assert not IpAsset.objects.exists()
