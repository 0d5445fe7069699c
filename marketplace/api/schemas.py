"""What the API's answers hold. Money in whole đồng, VAT included; days as in Asia/Ho_Chi_Minh."""

from datetime import date, datetime

from ninja import Field, Schema


class Place(Schema):
    code: str = Field(description="Code of Decision 19/2025/QĐ-TTg")
    name: str


class Province(Place):
    slug: str
    former: list[Place] = Field(description="Provinces of before 1 July 2025; their codes belong to the older system")


class Producer(Schema):
    id: int
    name: str
    kind: str
    province: Place | None
    url: str


class Verdict(Schema):
    """What is true of a certificate at `as_of` of the answer."""

    id: str
    url: str
    stars: int | None = Field(description="null where nobody has checked the star")
    status: str = Field(
        description="in_force, extended, expiring, expired, revoked, superseded, withdrawn, not_yet; "
        "unverified, starless, uncertified"
    )
    in_force: bool
    last_day: date
    dates_are_illustrative: bool


class Certificate(Verdict):
    product_id: int
    product: str
    producer: str
    province: str
    number: str
    decision: str
    issuer: str
    issuer_today: str
    issued_on: date
    valid_until: date
    extended_until: date | None
    revoked_on: date | None
    superseded_by: str | None
    rule_version: str


class Product(Schema):
    id: int
    name: str
    url: str
    producer: Producer | None
    province: Place | None
    origin_as_printed: str
    group: str = Field(description="I to VI")
    criteria_set: str
    price: int | None
    in_stock: bool
    net_weight_g: int | None
    gtin: str | None = Field(description="Only where somebody checked that the producer holds it")
    picture: str
    is_illustrated: bool
    sellable: bool
    purchasable: bool
    certificate: Verdict | None = Field(description="The one in force, else the last")


class Page(Schema):
    """At most 100 items; `next` is the address of the rest, or null."""

    as_of: datetime
    next: str | None


class Products(Page):
    items: list[Product]


class Certificates(Page):
    items: list[Certificate]


class Producers(Page):
    items: list[Producer]


class Places(Page):
    items: list[Province]


class OneProduct(Product):
    as_of: datetime


class Refusal(Schema):
    detail: str
