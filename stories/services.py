"""Verbs of the editors' pages."""

from django.db import transaction
from wagtail.models import Locale, Page, Site

from stories import models
from stories.models.base import IndexPage

MAIN, OTHER = "vi", "en"
HOME_SLUG = "cho-ocop"
ROOT_DEPTH = 1

# slug, model, (title, lead) in Vietnamese and in English. Paths are the same in both languages.
SECTIONS = (
    (
        "cau-chuyen",
        "StoryIndex",
        ("Câu chuyện", "Người làm ra, vùng đất và nghề, kể bằng lời của người trong cuộc."),
        ("Stories", "The makers, their land and their craft, told by those who live it."),
    ),
    (
        "bo-suu-tap",
        "CollectionIndex",
        ("Bộ sưu tập", "Những sản phẩm được tuyển chọn theo mùa, theo vùng, theo dịp."),
        ("Collections", "Products picked for a season, a region, an occasion."),
    ),
    (
        "su-kien",
        "EventIndex",
        ("Sự kiện", "Hội chợ, lễ hội và tuần hàng của các tỉnh."),
        ("Events", "Fairs, festivals and provincial weeks."),
    ),
    (
        "trien-lam",
        "ShowroomIndex",
        ("Triển lãm", "Dạo một vòng gian trưng bày; sản phẩm nào cũng đang còn chứng nhận."),
        ("Showrooms", "Walk through the stalls; every product holds its certificate today."),
    ),
    (
        "cam-nang",
        "GuideIndex",
        ("Cẩm nang", "Hiểu hạng sao, quét tem, mua và đổi trả."),
        ("Guides", "Understand the stars, scan a label, buy and return."),
    ),
    (
        "tinh",
        "ProvinceIndex",
        ("Tỉnh, thành phố", "34 tỉnh, thành phố và những gì làm nên tên tuổi của họ."),
        ("Provinces", "34 provinces and cities, and what they are known for."),
    ),
)
HOME = (
    ("Chợ OCOP", "Sản phẩm vùng miền có chứng nhận, bán tận gốc."),
    ("Chợ OCOP", "Certified regional products, straight from those who make them."),
)


@transaction.atomic
def plant_tree() -> models.HomePage:
    """Make what is missing of the page tree: locales, front page, sections, the site's root. Safe to repeat."""
    main, other = (Locale.objects.get_or_create(language_code=code)[0] for code in (MAIN, OTHER))
    home = _home(main)
    for slug, model, texts, _english in SECTIONS:
        _section(home, getattr(models, model), slug, texts)
    _point_site_at(home)
    _speak_english(home, other)
    return home


def section(model: type[IndexPage], locale: Locale | None = None) -> IndexPage | None:
    """The one page of a section (StoryIndex, …) in a language, Vietnamese by default; None before plant_tree."""
    return model.objects.filter(locale=locale or Locale.get_default()).first()


def publish_under(parent: Page, page: Page) -> Page:
    """Add a page below `parent` and publish it, as an editor would; returns it."""
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def _home(locale: Locale) -> models.HomePage:
    found = models.HomePage.objects.filter(locale=locale).first()
    if found:
        return found
    root = Page.objects.filter(depth=ROOT_DEPTH).first() or Page.add_root(title="Root", slug="root", locale=locale)
    title, lead = HOME[0]
    return root.add_child(instance=models.HomePage(title=title, lead=lead, slug=HOME_SLUG, locale=locale))


def _section(home: models.HomePage, model: type, slug: str, texts: tuple[str, str]) -> None:
    if not home.get_children().type(model).exists():
        title, lead = texts
        home.add_child(instance=model(title=title, lead=lead, slug=slug, locale=home.locale))


def _point_site_at(home: models.HomePage) -> None:
    site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", is_default_site=True)
    if site.root_page_id != home.pk:
        welcome = site.root_page if site.pk else None
        site.site_name, site.root_page = "Chợ OCOP", home
        site.save()
        _remove_welcome(welcome)


def _remove_welcome(page: Page | None) -> None:
    """Wagtail's own first page, while nobody has made anything of it."""
    if page and page.specific_class is Page and page.is_leaf():
        page.delete()


def _speak_english(home: models.HomePage, locale: Locale) -> None:
    pages = [(home, HOME[1])]
    pages += [(section(getattr(models, model)), english) for _slug, model, _texts, english in SECTIONS]
    for page, (title, lead) in pages:
        if not type(page).objects.filter(locale=locale).exists():
            copy = page.copy_for_translation(locale)
            copy.title, copy.draft_title, copy.lead = title, title, lead
            copy.slug = page.slug if page.depth > home.depth else f"{HOME_SLUG}-{OTHER}"
            copy.save_revision().publish()
