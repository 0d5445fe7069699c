from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from stories.blocks import BODY_BLOCKS
from stories.models.base import EditorialPage, IndexPage


class GuideIndex(IndexPage):
    """/cam-nang/"""

    subpage_types = ["stories.GuidePage"]

    class Meta:
        verbose_name = _("Mục cẩm nang")


class GuidePage(EditorialPage):
    """Help for readers (cẩm nang): how the stars work, how to scan, how to return."""

    body = StreamField(BODY_BLOCKS, verbose_name=_("Nội dung"), blank=True)

    search_fields = [*EditorialPage.search_fields, index.SearchField("body")]
    content_panels = [*EditorialPage.content_panels, FieldPanel("body")]
    parent_page_types = ["stories.GuideIndex"]
    subpage_types = []

    class Meta:
        verbose_name = _("Cẩm nang")
