"""Three stories, a collection shown as a showroom, five provinces: the editors' pages of the demo, in both languages.

Stories are told by invented people and say so; of real makers nothing is said that their source does not say.
"""

from dataclasses import dataclass
from datetime import date
from io import BytesIO

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.images import get_image_model
from wagtail.models import Locale, Page

from catalogue.models import Place, Product
from marketplace.illustrations import draw_province, draw_story
from stories import models
from stories.services import plant_tree, publish_under, section


@dataclass(frozen=True)
class Tale:
    slug: str
    province: str
    products: tuple[str, ...]
    teller: str
    title: str
    lead: str
    body: str
    english: tuple[str, str, str]


TALES = (
    Tale(
        "mua-ong-ven-song",
        "92",
        ("MAU-con-hieu-luc", "P111"),
        "Cô Út, nhân vật hư cấu",
        "Mùa ong ven sông",
        "Tràm nở thì dời thùng ong ra bờ kinh, hết hoa lại chở về. Một năm có hai tháng ngủ không yên giấc.",
        "<p>Nghề này đi theo hoa. Tháng ba tràm trổ, cả nhà chở mấy chục thùng ong bằng vỏ lãi, đi ban đêm cho ong khỏi bay.</p>"
        "<h2>Vì sao mật có lúc đậm lúc nhạt</h2>"
        "<p>Mật đầu mùa trong và thơm nhẹ, cuối mùa sậm hơn. Khuấy một muỗng vào nước nguội, mật tốt chìm xuống rồi mới tan.</p>"
        "<p>Mỗi mẻ quay mật được ghi vào sổ lô; quét tem trên chai là thấy lô nào, quay ngày nào.</p>",
        (
            "Bee season along the river",
            "When the melaleuca blooms the hives go out to the canal; when it fades they come home.",
            (
                "<p>The craft follows the flowers. The hives travel by boat, at night, so that no bee is left behind.</p>"
                "<p>Each extraction goes into the lot book: scan the label to see which lot, and which day.</p>"
            ),
        ),
    ),
    Tale(
        "tay-dan-coi",
        "38",
        ("MAU-tem-huy", "P149"),
        "Bà Kinh, nhân vật hư cấu",
        "Tay đan cói",
        "Một đôi chiếu đôi hết hai ngày công. Người dập, người đưa cói, lệch nhịp là phải tháo ra.",
        "<p>Cói cắt tháng sáu, chẻ đôi ngay khi còn tươi, phơi ba nắng. Trời âm u là cả ruộng xỉn màu.</p>"
        "<h2>Chọn chiếu</h2><p>Lật mặt sau: mối dây đay phải đều. Vẩy nước lên mặt chiếu, nước lăn chứ không thấm ngay.</p>",
        (
            "Hands that weave sedge",
            "A double mat takes two days of work by two people who keep one rhythm.",
            (
                "<p>Sedge is cut in June, split while green and dried for three suns.</p>"
                "<p>Turn a mat over before buying: the jute knots should be even.</p>"
            ),
        ),
    ),
    Tale(
        "mot-chiec-tem-noi-gi",
        "86",
        ("P160", "P182", "P173"),
        "",
        "Một chiếc tem nói gì",
        "Ba điều nên xem trước khi trả tiền: còn hạn không, đúng sản phẩm không, lô nào.",
        "<p>Ngôi sao OCOP cấp cho <b>một sản phẩm</b>, không phải cho cả cơ sở. Cùng một nhà làm, gói này có sao, gói kia có thể không.</p>"
        "<h2>Ba điều nên xem</h2><ol><li>Chứng nhận còn hiệu lực đến ngày nào.</li><li>Tên sản phẩm trên giấy có đúng tên trên gói.</li>"
        "<li>Lô nào, đóng gói ngày nào, có bị thu hồi không.</li></ol>"
        "<p>Hết 36 tháng mà chưa được đánh giá lại thì dấu sao biến mất khỏi trang, dù trên gói vẫn còn in.</p>",
        (
            "What a label tells you",
            "Three things to look at before you pay: is it in force, is it this product, which lot.",
            (
                "<p>OCOP stars are given to <b>one product</b>, not to everything a maker sells.</p>"
                "<p>After 36 months without a new assessment the stars disappear here, whatever the pack still says.</p>"
            ),
        ),
    ),
)
COLLECTION = (
    "qua-tet-ba-mien",
    "Quà Tết ba miền",
    "Một hộp quà đi từ đồi chè phía Bắc đến vườn dừa miền Tây; món nào cũng đang còn chứng nhận.",
    ("Tết gifts of three regions", "From northern tea hills to the coconut groves of the delta, all in force today."),
)
GIFTS = {
    "P209": "Nõn chè hái một tôm, pha nước 80 độ.",
    "P114": "Nước mắm để dành cho mâm cơm ngày Tết.",
    "P160": "Kẹo dừa cho khay bánh mứt.",
    "P233": "Hạt sen giòn, nhâm nhi với trà.",
    "P111": "Chai mật cho người lớn tuổi.",
    "P218": "Cà phê cho sáng mồng một.",
    "P182": "Mật hoa dừa rưới lên bánh.",
    "P203": "Bộ bát sen đỏ bày mâm cỗ.",
}
PROVINCES = {
    "86": ("#2F6B5B", "#74BFA6", "Dừa, bưởi và những cù lao: ba tỉnh cũ Vĩnh Long, Bến Tre, Trà Vinh nay là một.",
           "Coconut, pomelo and river islands: three former provinces, now one."),
    "92": ("#2C4A73", "#8FB3E0", "Chợ nổi, vườn trái cây và nghề đan lục bình bên sông Hậu.",
           "Floating markets, orchards and water-hyacinth weaving on the Hậu river."),
    "38": ("#A63A22", "#E9866B", "Từ làng mắm ven biển đến chiếu cói, gạo nếp và rừng quế phía tây.",
           "From fish-sauce villages on the coast to sedge mats and western forests."),
    "11": ("#7A4A12", "#E9B84A", "Trà Shan tuyết cổ thụ, gạo nương và thịt gác bếp của vùng cao Tây Bắc.",
           "Ancient Shan tea trees, upland rice and smoked meat of the north-west."),
    "24": ("#8A2F4A", "#E59AB0", "Vải thiều, mỳ Chũ và những làng nghề: Bắc Giang và Bắc Ninh nay là một.",
           "Lychee, Chũ noodles and craft villages: two former provinces, now one."),
}  # fmt: skip


@transaction.atomic
def load_tales(today: date) -> int:
    """Publish the pages that are missing; returns how many (translations not counted)."""
    home = plant_tree()
    products = {product.code: product for product in Product.objects.filter(code__in=_codes())}
    collection, made = _collection(products)
    made += sum(_tale(tale, products) for tale in TALES)
    made += sum(_province(code, collection, *facts) for code, facts in PROVINCES.items())
    if made and home.collection_id is None:
        home.collection = collection
        home.save_revision().publish()
    return made


def _codes() -> set[str]:
    return {*GIFTS, *(code for tale in TALES for code in tale.products)}


def _tale(tale: Tale, products: dict[str, Product]) -> int:
    parent = section(models.StoryIndex)
    if models.StoryPage.objects.child_of(parent).filter(slug=tale.slug).exists():
        return 0
    about = [products[code] for code in tale.products if code in products]
    cover = picture(tale.title, draw_story(tale.slug, about[0].title, about[0].criteria_set)) if about else None
    page = models.StoryPage(
        title=tale.title,
        slug=tale.slug,
        lead=tale.lead,
        image=cover,
        told_by=tale.teller,
        province=Place.objects.provinces().get(code=tale.province),
        is_illustration=True,
        body=[("text", tale.body)],
    )
    page.items = [models.StoryItem(product=product, sort_order=at) for at, product in enumerate(about)]
    title, lead, body = tale.english
    translate(publish_under(parent, page), title=title, lead=lead, body=[("text", body)])
    return 1


def _collection(products: dict[str, Product]) -> tuple[models.CollectionPage, int]:
    """The week's collection, shown also as a showroom."""
    slug, title, lead, (english, english_lead) = COLLECTION
    parent = section(models.CollectionIndex)
    found = models.CollectionPage.objects.child_of(parent).filter(slug=slug).first()
    if found:
        return found, 0
    cover = picture(title, draw_story(slug, "Chè", "QD26-11"))
    page = models.CollectionPage(title=title, slug=slug, lead=lead, image=cover)
    page.items = [
        models.CollectionItem(product=products[code], words=words, sort_order=at)
        for at, (code, words) in enumerate(GIFTS.items())
        if code in products
    ]
    publish_under(parent, page)
    translate(page, title=english, lead=english_lead)
    room = models.ShowroomPage(title=title, slug=slug, lead=lead, collection=page, scene="river-market", image=cover)
    translate(publish_under(section(models.ShowroomIndex), room), title=english, lead=english_lead)
    return page, 2


def _province(code: str, collection: models.CollectionPage, light: str, dark: str, lead: str, english: str) -> int:
    parent, place = section(models.ProvinceIndex), Place.objects.provinces().get(code=code)
    if models.ProvincePage.objects.child_of(parent).filter(place=place).exists():
        return 0
    page = models.ProvincePage(
        title=place.short_name,
        slug=place.slug,
        place=place,
        lead=lead,
        image=picture(place.name, draw_province(place.short_name)),
        accent_light=light,
        accent_dark=dark,
        collection=collection if code == "86" else None,
    )
    translate(publish_under(parent, page), title=place.short_name, lead=english)
    return 1


def picture(title, drawn):
    """Keep a drawn print among the editors' pictures."""
    content = BytesIO()
    drawn.save(content, "JPEG", quality=86)
    file = ContentFile(content.getvalue(), name="tranh.jpg")
    return get_image_model().objects.create(title=title[:255], file=file, width=drawn.width, height=drawn.height)


def translate(page: Page, **texts) -> None:
    """Publish the English copy of a page under the same path."""
    copy = page.copy_for_translation(Locale.objects.get(language_code="en"))
    for field, text in texts.items():
        setattr(copy, field, text)
    copy.draft_title, copy.slug = copy.title, page.slug
    copy.save_revision().publish()
