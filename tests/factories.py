"""Each factory makes a valid thing with no arguments. A product is purchasable by default."""

from datetime import timedelta

import factory
from django.utils.timezone import localdate, now
from factory.django import DjangoModelFactory

from catalogue import ocop
from catalogue.models import BoxPart, Certificate, Place, Producer, Product, ProductClass
from marketplace.accounts.models import Membership, User
from marketplace.partner.models import Partner, StockRecord

ONE_DAY = timedelta(days=1)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence("nguoi{}@example.test".format)
    password = factory.django.Password("mat-khau-kiem-thu")


class PlaceFactory(DjangoModelFactory):
    """A province of today; the one that is there already, where a test made a real one of the same code."""

    class Meta:
        model = Place
        django_get_or_create = ("system", "level", "code")

    system = "2025"
    level = "province"
    code = factory.Sequence("{:02d}".format)
    name = factory.Sequence("Tỉnh Kiểm Thử {}".format)
    slug = factory.Sequence("kiem-thu-{}".format)


class ProducerFactory(DjangoModelFactory):
    class Meta:
        model = Producer

    name = factory.Sequence("Hợp tác xã Kiểm Thử {}".format)
    slug = factory.Sequence("hop-tac-xa-{}".format)
    kind = Producer.Kind.COOPERATIVE
    province = factory.SubFactory(PlaceFactory)
    email = factory.Sequence("htx{}@example.test".format)
    verified_at = factory.LazyFunction(now)


class PartnerFactory(DjangoModelFactory):
    class Meta:
        model = Partner

    name = factory.SelfAttribute("producer.name")
    producer = factory.SubFactory(ProducerFactory)


class ProductClassFactory(DjangoModelFactory):
    class Meta:
        model = ProductClass
        django_get_or_create = ("slug",)

    name = "Sản phẩm OCOP"
    slug = "ocop"
    track_stock = True


class BareProductFactory(DjangoModelFactory):
    """A public product without certificate or stock."""

    class Meta:
        model = Product
        skip_postgeneration_save = True

    title = factory.Sequence("Mật ong kiểm thử {}".format)
    slug = factory.Sequence("mat-ong-{}".format)
    product_class = factory.SubFactory(ProductClassFactory)
    owner = factory.SubFactory(ProducerFactory)
    province = factory.SelfAttribute("owner.province")
    criteria_set = "QD26-04"
    net_weight_g = 500


class CertificateFactory(DjangoModelFactory):
    """Four stars, issued a year ago."""

    class Meta:
        model = Certificate

    product = factory.SubFactory(BareProductFactory)
    stars = 4
    issued_on = factory.LazyFunction(lambda: localdate() - 365 * ONE_DAY)
    valid_until = factory.LazyAttribute(lambda c: ocop.valid_until(c.issued_on))
    decision_number = factory.Sequence("{}/QĐ-UBND".format)


class StockRecordFactory(DjangoModelFactory):
    class Meta:
        model = StockRecord

    product = factory.SubFactory(BareProductFactory)
    partner = factory.LazyAttribute(lambda s: partner_of(s.product.owner))
    partner_sku = factory.Sequence("SKU-{}".format)
    price = 120_000
    price_currency = "VND"
    num_in_stock = 20


class ProductFactory(BareProductFactory):
    """A purchasable product: ProductFactory(certified__stars=5, stocked__num_in_stock=3, stocked=False)."""

    @factory.post_generation
    def certified(product, create, extracted, **kwargs):
        if extracted is False or not create:
            return
        CertificateFactory(product=product, **kwargs)

    @factory.post_generation
    def stocked(product, create, extracted, **kwargs):
        if extracted is False or not create:
            return
        StockRecordFactory(product=product, **kwargs)


class SizeFactory(BareProductFactory):
    """A pack size that can be bought: its product holds the certificate, price and stock are its own."""

    structure = "child"
    parent = factory.SubFactory(ProductFactory, structure="parent", stocked=False)
    product_class = None
    owner = factory.SelfAttribute("parent.owner")
    net_weight_g = factory.Sequence(lambda number: 100 * (number % 9 + 1))  # a size each, light enough for any limit

    @factory.post_generation
    def stocked(size, create, extracted, **kwargs):
        if extracted is not False:
            StockRecordFactory(product=size, **kwargs)


class BoxFactory(BareProductFactory):
    """A gift box at its seller; BoxFactory(parts=[product, ...]) puts one piece of each into it."""

    title = factory.Sequence("Hộp quà kiểm thử {}".format)
    is_box = True
    criteria_set = ""

    @factory.post_generation
    def parts(box, create, extracted, **kwargs):
        BoxPart.objects.bulk_create(
            BoxPart(box=box, product=product, position=place) for place, product in enumerate(extracted or ())
        )

    @factory.post_generation
    def stocked(box, create, extracted, **kwargs):
        if extracted is not False:
            StockRecordFactory(product=box, **kwargs)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    producer = factory.SubFactory(ProducerFactory)


def partner_of(producer: Producer) -> Partner:
    """The producer's one stall, made when missing."""
    found = Partner.objects.filter(producer=producer).first()
    return found or PartnerFactory(producer=producer)
