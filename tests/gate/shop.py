"""A shop in which one product stands in every place where a visitor can meet it, beside one that is always good."""

from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.core.signing import Signer
from django.test import Client

from catalogue.models import Certificate, CertificateEvent, Producer, Product, SaleEvent
from marketplace.accounts.models import User
from marketplace.basket.models import Basket
from marketplace.order.services import Delivery
from marketplace.partner.strategy import ShopStrategy
from outlets.models import Outlet
from stories.models import (
    CollectionIndex,
    CollectionItem,
    CollectionPage,
    HomePage,
    ShowroomIndex,
    ShowroomPage,
    StoryIndex,
    StoryItem,
    StoryPage,
)
from stories.services import publish_under, section
from tests.factories import MembershipFactory, ProductFactory
from tests.marketplace.buying import delivery
from tests.traceability.factories import LotFactory, active_label, printed_sheet
from traceability.models import LabelSheet

FAR = date(2199, 12, 31)


@dataclass
class Shop:
    """`product` is the one in question, without certificate and stocked; `neighbour` has five stars for ever."""

    product: Product
    neighbour: Product
    code: str  # of a label on a pack
    collection: CollectionPage
    showroom: ShowroomPage
    story: StoryPage
    outlet: Outlet
    sheet: LabelSheet
    basket: Basket  # with the product in it, whatever the gate says
    delivery: Delivery
    packer: User  # works for the producer
    read: dict[str, str] = field(default_factory=dict)  # pages of the walk under way: each is asked for once

    def get(self, path: str) -> str:
        """What a visitor of whom nothing is known reads there."""
        if path not in self.read:
            answer = Client().get(path)
            assert answer.status_code == 200, (path, answer.status_code)
            self.read[path] = b"".join(answer).decode()
        return self.read[path]

    @property
    def buyer(self) -> Client:
        """A browser that brings the basket."""
        client = Client()
        client.cookies[settings.OSCAR_BASKET_COOKIE_OPEN] = Signer().sign(self.basket.pk)
        return client

    @property
    def maker(self) -> Client:
        """A browser in which somebody of the producer has just signed in."""
        client = Client()
        client.force_login(self.packer)
        return client


def build(issued_before: date) -> Shop:
    """A shop as it may have stood since `issued_before`."""
    neighbour = ProductFactory(
        title="Trà shan tuyết cổ thụ",
        slug="tra-shan-tuyet",
        certified__stars=5,
        certified__issued_on=issued_before,
        certified__valid_until=FAR,
    )
    product = ProductFactory(
        title="Mật ong bạc hà", slug="mat-ong-bac-ha", province=neighbour.province, certified=False
    )
    products = [product, neighbour]
    collection, showroom, story = pages_about(products)
    lot = LotFactory(product=product, packed_on=issued_before, quantity=10_000)
    return Shop(
        product=product,
        neighbour=neighbour,
        code=active_label(lot).code,
        collection=collection,
        showroom=showroom,
        story=story,
        outlet=outlet_with(products),
        sheet=printed_sheet(lot),
        basket=basket_with(product),
        delivery=delivery(),
        packer=MembershipFactory(producer=product.owner).user,
    )


def begin_anew(shop: Shop) -> None:
    """Give the product a life without certificates, past the database's own guards: it is a test's eraser."""
    from catalogue.schema import put_up, take_down

    take_down()
    CertificateEvent.objects.all().delete()
    SaleEvent.objects.all().delete()
    Certificate.objects.filter(product=shop.product).update(superseded_by=None)
    Certificate.objects.filter(product=shop.product).delete()
    Product.objects.filter(pk=shop.product.pk).update(sale_suspended_at=None, suspension_reason="", is_public=True)
    Producer.objects.filter(pk=shop.product.owner_id).update(is_active=True)
    put_up()


def basket_with(product: Product) -> Basket:
    """As it is when the product could be bought at the time."""
    basket = Basket.objects.create()
    basket.strategy = ShopStrategy()
    basket.add_product(product, 1)
    return basket


def pages_about(products: list[Product]) -> tuple[CollectionPage, ShowroomPage, StoryPage]:
    """A collection, chosen for the front page; its showroom; a story."""
    collection = CollectionPage(title="Quà vùng cao", slug="qua-vung-cao", lead="Gọn nhẹ.")
    collection.items = [CollectionItem(product=product, sort_order=at) for at, product in enumerate(products)]
    publish_under(section(CollectionIndex), collection)
    showroom = ShowroomPage(title="Quà vùng cao", slug="qua-vung-cao", collection=collection)
    publish_under(section(ShowroomIndex), showroom)
    story = StoryPage(title="Mùa hoa bạc hà", slug="mua-hoa", lead="Tháng mười.", body=[("text", "<p>Ong.</p>")])
    story.items = [StoryItem(product=product, sort_order=at) for at, product in enumerate(products)]
    publish_under(section(StoryIndex), story)
    home = HomePage.objects.live().get(locale=collection.locale)
    home.collection = collection
    home.save_revision().publish()
    return collection, showroom, story


def outlet_with(products: list[Product]) -> Outlet:
    outlet = Outlet.objects.create(
        name="Điểm bán Kiểm Thử",
        slug="diem-ban-kiem-thu",
        province=products[0].province,
        address="1 đường Thử",
        latitude=21.0,
        longitude=105.8,
    )
    outlet.products.set(products)
    return outlet
