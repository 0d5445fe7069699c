"""Every place where a visitor, a program or the shop itself learns whether a product is certified or sold.

A channel is a function that asks through the site's own views or services. To add one, write it and list it below:
`Channel(name, word, look)`, where `word` says which answer of the register it must agree with, and whether `look`
gives the star it shows (0: none) or a plain yes or no.
"""

import csv
import json
import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote

import pypdfium2
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.signing import Signer
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import override

from marketplace.basket.models import Basket
from marketplace.basket.plans import plan_of
from marketplace.buyers.models import StockNotice
from marketplace.buyers.services import wishes
from marketplace.order.services import Refused, place_order
from tests.gate.pictures import star_drawn
from tests.gate.saying import card_at, card_of, data_of, own_part, product_page, star_in
from tests.gate.shop import Shop

SPOKEN = re.compile(r"OCOP (\d) sao")
STARS = (3, 4, 5)
IN_FORCE = ("Còn hiệu lực", "Được gia hạn", "Sắp hết hạn")


class Channel(NamedTuple):
    """`word`: certified_star, sellable_star, purchasable_star (a star or 0), certified, sellable, purchasable (yes or
    no)."""

    name: str
    word: str
    look: Callable[[Shop], int | bool]


# Pages ----------------------------------------------------------------------------------------------
def plate_on_product_page(shop: Shop) -> int:
    return star_in(own_part(product_page(shop)))


def plate_on_english_page(shop: Shop) -> int:
    return star_in(own_part(shop.get(f"/en{shop.product.get_absolute_url()}")))


def plate_for_a_known_visitor(shop: Shop) -> int:
    """The page that is made anew, for a visitor with a basket."""
    return star_in(own_part(shop.buyer.get(shop.product.get_absolute_url()).content.decode()))


def buy_form(shop: Shop) -> bool:
    return f'action="/gio-hang/them/{shop.product.pk}/"' in product_page(shop)


def star_in_json_ld(shop: Shop) -> int:
    """What search engines are told of the certificate that counts today."""
    (product,) = [part for part in data_of(product_page(shop)) if part["@type"] == "Product"]
    held = product.get("hasCertification")
    is_active = held and held["certificationStatus"].endswith("/CertificationActive")
    return held["certificationRating"]["ratingValue"] if is_active else 0


def shared_picture(shop: Shop) -> int:
    """The plate drawn on the picture to which the product page's head leads."""
    address = re.search(r'property="og:image" content="[^"]*?(/anh-chia-se/[^"]+)"', product_page(shop))[1]
    return star_drawn(Client().get(address, follow=True))


def picture_shared_earlier(shop: Shop) -> int:
    """The plate on what stands behind an address that a network kept from other days."""
    address = reverse("pages:share-picture", args=[shop.product.pk, "0" * 16])
    return star_drawn(Client().get(address, follow=True))


def offer_in_json_ld(shop: Shop) -> bool:
    (product,) = [part for part in data_of(product_page(shop)) if part["@type"] == "Product"]
    return product.get("offers", {}).get("availability") == "https://schema.org/InStock"


def star_filter(shop: Shop) -> int:
    """The filter of the list under which the product stands."""
    pages = {stars: shop.get(f"/san-pham/?star={stars}") for stars in STARS}
    return next((stars for stars, html in pages.items() if card_of(html, shop.product)), 0)


def related(shop: Shop) -> int:
    """The card beside another product of the same place."""
    return star_in(card_of(shop.get(shop.neighbour.get_absolute_url()), shop.product))


def search(shop: Shop) -> int:
    return star_in(card_of(shop.get(f"/tim-kiem/?q={quote(shop.product.title)}"), shop.product))


def suggestion(shop: Shop) -> bool:
    found = json.loads(shop.get(f"/tim-kiem/goi-y?q={quote(shop.product.title)}"))["suggestions"]
    return any(one["url"] == shop.product.get_absolute_url() for one in found)


def sitemap(shop: Shop) -> bool:
    return f"{shop.product.get_absolute_url()}</loc>" in shop.get("/sitemap.xml")


def scan(shop: Shop) -> int:
    """The plate that the scan of a pack's label shows."""
    plate = re.search(r'<span class="plate".*?</span>', shop.get(f"/T/{shop.code}"), re.DOTALL)
    return int(SPOKEN.search(plate[0])[1]) if plate else 0


def yearbook(shop: Shop) -> bool:
    """Whether the province's PDF prints it."""
    cache.clear()  # it is rationed
    answer = Client().get(f"/tinh/{shop.product.province.slug}/ky-yeu.pdf")
    pages = pypdfium2.PdfDocument(answer.content)
    text = " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())
    return shop.product.title in text


# Programs -------------------------------------------------------------------------------------------
def feed(shop: Shop) -> int:
    entries = re.findall(r"<entry>.*?</entry>", shop.get("/san-pham/feed/"), re.DOTALL)
    found = [SPOKEN.search(entry) for entry in entries if f"{shop.product.get_absolute_url()}#" in entry]
    return int(found[0][1]) if found else 0


def shopping_feed(shop: Shop) -> int:
    items = re.findall(r"<item>.*?</item>", shop.get("/feed/google.xml"), re.DOTALL)
    found = [re.search(r"(\d) sao", item) for item in items if f"<g:id>{shop.product.pk}</g:id>" in item]
    return int(found[0][1]) if found else 0


def api_list(shop: Shop) -> int:
    items = json.loads(shop.get("/api/v1/products"))["items"]
    return next((item["certificate"]["stars"] for item in items if item["id"] == shop.product.pk), 0)


def api_certificate_of_product(shop: Shop) -> int:
    held = json.loads(shop.get(f"/api/v1/products/{shop.product.pk}"))["certificate"]
    return held["stars"] if held and held["in_force"] else 0


def api_offer(shop: Shop) -> bool:
    return json.loads(shop.get(f"/api/v1/products/{shop.product.pk}"))["purchasable"]


def api_certificates(shop: Shop) -> int:
    """The certificates in force; more than one of the product would add up."""
    items = json.loads(shop.get("/api/v1/certificates?in_force=true"))["items"]
    return sum(item["stars"] for item in items if item["product_id"] == shop.product.pk)


def ministry_table(shop: Shop) -> int:
    """The table PTNT_OCOP: the stars of the row whose state is one in force."""
    cache.clear()  # it is rationed
    rows = csv.DictReader(shop.get("/api/v1/ptnt-ocop.csv").lstrip("\ufeff").splitlines())
    own = [row for row in rows if row["Ma_SanPham"] == str(shop.product.pk)]
    return sum(int(row["XepHang"][0]) for row in own if row["TrangThai"] in IN_FORCE)


# The register ---------------------------------------------------------------------------------------
def register_list(shop: Shop) -> int:
    html = shop.get(f"/chung-nhan/?q={quote(shop.product.title)}")
    entries = re.findall(r'<li class="register__entry">.*?</li>', html, re.DOTALL)
    return next((star_in(entry) for entry in entries if f">{shop.product.title}</a>" in entry), 0)


def register_pages(shop: Shop) -> int:
    """The plates on the pages of all the product's certificates; more than one would add up."""
    pages = [shop.get(one.get_absolute_url()) for one in shop.product.certificates.all()]
    return sum(star_in(page) for page in pages)


def register_json(shop: Shop) -> int:
    paths = [f"/chung-nhan/{one.public_id}.json" for one in shop.product.certificates.all()]
    found = [json.loads(shop.get(path)) for path in paths]
    return sum(one["stars"] for one in found if one["in_force"])


def lot_record(shop: Shop) -> int:
    """The plate on the page of a lot."""
    return star_in(own_part(shop.get(f"/lo-hang/{shop.sheet.lot_id}/")))


def lot_export(shop: Shop) -> int:
    """The signed statement in the export of a lot."""
    held = json.loads(shop.get(f"/epcis/lots/{shop.sheet.lot_id}"))["ocop:record"]["certificate"]
    return held["stars"] if held and held["in_force"] else 0


# Buying ---------------------------------------------------------------------------------------------
def put_in_basket(shop: Shop) -> bool:
    """A visitor with an empty basket takes one."""
    client = Client()
    client.post(f"/gio-hang/them/{shop.product.pk}/", {"quantity": "1"})
    cookie = client.cookies.get(settings.OSCAR_BASKET_COOKIE_OPEN)
    own = cookie and Basket.open.filter(pk=Signer().unsign(cookie.value)).first()
    return bool(own and own.lines.filter(product=shop.product).exists())


def basket(shop: Shop) -> bool:
    """Whether the basket's page lets the product be ordered; if not it must name it and say why."""
    html = shop.buyer.get("/gio-hang/").content.decode()
    troubled = re.search(r'<section class="parcel parcel--troubled".*?</section>', html, re.DOTALL)
    if troubled:
        assert shop.product.title in troubled[0]
        assert re.search(r'class="field__error">\s*\S', troubled[0])
    return not troubled and 'href="/thanh-toan/"' in html


def checkout(shop: Shop) -> bool:
    return shop.buyer.get("/thanh-toan/").status_code == 200


def order(shop: Shop) -> bool:
    """Whether the order transaction takes it; taken back afterwards."""
    with transaction.atomic():
        basket = Basket.objects.get(pk=shop.basket.pk)
        total = plan_of(basket, localdate()).total
        try:
            place_order(basket, delivery=shop.delivery, method="cod", shown_total=total, at=now())
            taken = True
        except Refused:
            taken = False
        transaction.set_rollback(True)
    return taken


def wish_list(shop: Shop) -> str:
    """What a guest who saved the product reads."""
    client = Client()
    client.cookies[settings.WISHES_COOKIE] = signing.dumps([shop.product.pk], salt=wishes.SALT, compress=True)
    html = client.get("/tai-khoan/yeu-thich/").content.decode()
    assert shop.product.title in html
    return html


def told_of_stock(shop: Shop) -> bool:
    """Whether somebody who waits for it would get the mail; taken back afterwards."""
    with transaction.atomic():
        StockNotice.objects.create(product=shop.product, email="cho@example.test", state="waiting")
        is_due = StockNotice.objects.due(localdate()).exists()
        transaction.set_rollback(True)
    return is_due


def label_sheet(shop: Shop) -> bool:
    """Whether the producer gets a PDF of labels to print."""
    sheet = f"/kenh-nha-san-xuat/tem/to/{shop.sheet.pk}/"
    shop.maker.post(f"{sheet}in/")
    answer = shop.maker.get(f"{sheet}tep.pdf")
    answer.close()
    return answer["Content-Type"] == "application/pdf"


def new_labels(shop: Shop) -> bool:
    """Whether the producer may have new labels made."""
    before = shop.sheet.lot.labels.count()
    shop.maker.post(f"/kenh-nha-san-xuat/tem/lo/{shop.sheet.lot_id}/tao-tem/", {"count": "1"})
    return shop.sheet.lot.labels.count() > before


CHANNELS = (
    Channel("list", "sellable_star", card_at("/san-pham/")),
    Channel("list in English", "sellable_star", lambda shop: star_in(english_card(shop))),
    Channel("filter by star", "sellable_star", star_filter),
    Channel("search", "sellable_star", search),
    Channel("suggestions", "sellable", suggestion),
    Channel("province", "sellable_star", card_at("/tinh/{shop.product.province.slug}/")),
    Channel("front page, newest", "sellable_star", lambda shop: star_in(newest(shop))),
    Channel("front page, the week's collection", "certified_star", lambda shop: star_in(chosen(shop))),
    Channel("related products", "sellable_star", related),
    Channel("product page", "certified_star", plate_on_product_page),
    Channel("product page in English", "certified_star", plate_on_english_page),
    Channel("product page with a basket", "certified_star", plate_for_a_known_visitor),
    Channel("product page, buying", "purchasable", buy_form),
    Channel("JSON-LD, certificate", "certified_star", star_in_json_ld),
    Channel("JSON-LD, offer", "purchasable", offer_in_json_ld),
    Channel("shared picture", "certified_star", shared_picture),
    Channel("shared picture, an older address", "certified_star", picture_shared_earlier),
    Channel("producer", "certified_star", card_at("/nha-san-xuat/{shop.product.owner.slug}/")),
    Channel("collection", "certified_star", card_at("/bo-suu-tap/{shop.collection.slug}/")),
    Channel("showroom", "certified_star", card_at("/trien-lam/{shop.showroom.slug}/")),
    Channel("story", "certified_star", card_at("/cau-chuyen/{shop.story.slug}/")),
    Channel("outlet", "certified_star", card_at("/diem-ban/{shop.outlet.slug}/")),
    Channel("scan", "certified_star", scan),
    Channel("sitemap", "certified", sitemap),
    Channel("register, list", "certified_star", register_list),
    Channel("register, pages", "certified_star", register_pages),
    Channel("register, JSON", "certified_star", register_json),
    Channel("lot, page", "certified_star", lot_record),
    Channel("lot, EPCIS document", "certified_star", lot_export),
    Channel("yearbook of the province", "sellable", yearbook),
    Channel("feed", "sellable_star", feed),
    Channel("feed for shopping engines", "purchasable_star", shopping_feed),
    Channel("API, products", "sellable_star", api_list),
    Channel("API, product", "certified_star", api_certificate_of_product),
    Channel("API, offer", "purchasable", api_offer),
    Channel("API, certificates", "certified_star", api_certificates),
    Channel("API, the ministry's table", "certified_star", ministry_table),
    Channel("putting in the basket", "purchasable", put_in_basket),
    Channel("basket", "purchasable", basket),
    Channel("checkout", "purchasable", checkout),
    Channel("order", "purchasable", order),
    Channel("wish list", "certified_star", lambda shop: star_in(wish_list(shop))),
    Channel("wish list, buying", "purchasable", lambda shop: f"/gio-hang/them/{shop.product.pk}/" in wish_list(shop)),
    Channel("back-in-stock mail", "purchasable", told_of_stock),
    Channel("sheet of labels", "certified", label_sheet),
    Channel("new labels", "certified", new_labels),
)
CHEAP = ("list", "product page", "scan", "register, JSON")  # milliseconds each
DEAR = (  # tenths of a second
    "yearbook of the province",
    "sheet of labels",
    "filter by star",
    "shared picture",
    "shared picture, an older address",
)


def english_card(shop: Shop) -> str:
    english = f"/en{shop.product.get_absolute_url()}"
    cards = re.findall(r'<article class="product-card">.*?</article>', shop.get("/en/san-pham/"), re.DOTALL)
    return next((card for card in cards if f'href="{english}"' in card), "")


def chosen(shop: Shop) -> str:
    """The product's card in the part of the front page that the editors fill."""
    parts = re.findall(r"<section.*?</section>", shop.get("/"), re.DOTALL)
    return next((card_of(part, shop.product) for part in parts if shop.collection.title in part), "")


def newest(shop: Shop) -> str:
    parts = re.findall(r"<section.*?</section>", shop.get("/"), re.DOTALL)
    found = (card_of(part, shop.product) for part in parts if shop.collection.title not in part)
    return next((card for card in found if card), "")


class Truth(NamedTuple):
    """What the register says of the product now. `star`: of the certificate in force, 0 without one."""

    star: int
    is_sellable: bool
    is_purchasable: bool

    def word(self, name: str) -> int | bool:
        return {
            "certified_star": self.star,
            "sellable_star": self.star if self.is_sellable else 0,
            "purchasable_star": self.star if self.is_purchasable else 0,
            "certified": self.star > 0,
            "sellable": self.is_sellable,
            "purchasable": self.is_purchasable,
        }[name]


def of_star(star: int, *, on_sale: bool = True) -> Truth:
    """The truth of a stocked product with that star (0: no certificate in force)."""
    return Truth(star, bool(star) and on_sale, bool(star) and on_sale)


def disagreements(shop: Shop, truth: Truth, channels=CHANNELS) -> list[str]:
    """The channels that say something else than the register, each with what it says."""
    found = []
    shop.read.clear()
    for channel in channels:
        with override("vi"):  # whatever language the last page was in
            said, true = channel.look(shop), truth.word(channel.word)
        if said != true:
            found.append(f"{channel.name}: {said!r}, the register: {true!r}")
    return found
