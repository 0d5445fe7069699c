from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from stories.blocks import BODY_BLOCKS
from stories.models.base import EditorialPage, IndexPage
from stories.queries import StoryManager
from stories.showing import told


class StoryIndex(IndexPage):
    """/cau-chuyen/"""

    subpage_types = ["stories.StoryPage"]

    class Meta:
        verbose_name = _("Mục câu chuyện")


class StoryPage(EditorialPage):
    """A story (câu chuyện sản phẩm) of makers, a place, a craft."""

    told_by = models.CharField(_("Người kể"), max_length=120, blank=True)
    province = models.ForeignKey(
        "catalogue.Place",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"system": "2025", "level": "province"},
        verbose_name=_("Tỉnh"),
    )
    is_illustration = models.BooleanField(_("Câu chuyện minh họa"), default=False)
    body = StreamField(BODY_BLOCKS, verbose_name=_("Nội dung"), blank=True)

    objects = StoryManager()

    search_fields = [*EditorialPage.search_fields, index.SearchField("body")]
    content_panels = [
        *EditorialPage.content_panels,
        FieldPanel("told_by"),
        FieldPanel("province"),
        FieldPanel("is_illustration"),
        FieldPanel("body"),
        InlinePanel("items", label=_("Sản phẩm trong câu chuyện")),
    ]
    parent_page_types = ["stories.StoryIndex"]
    subpage_types = []

    class Meta:
        verbose_name = _("Câu chuyện")

    @property
    def kicker(self) -> str:
        """The line above the title."""
        return self.province.short_name if self.province else _("Câu chuyện")

    @property
    def byline(self) -> str:
        """Who tells it, and whether it is invented."""
        teller = _("%(name)s kể") % {"name": self.told_by} if self.told_by else ""
        invented = _("câu chuyện minh họa") if self.is_illustration else ""
        return " · ".join(str(part) for part in (teller, invented) if part)

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | told(self)


class StoryItem(Orderable):
    """A product the story is about."""

    page = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="items")
    product = models.ForeignKey("catalogue.Product", models.CASCADE, related_name="+", verbose_name=_("Sản phẩm"))

    panels = [FieldPanel("product")]

    def __str__(self) -> str:
        return str(self.product)
