from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from stories import contrast
from stories.blocks import BODY_BLOCKS
from stories.models.base import EditorialPage, IndexPage
from stories.queries import ProvinceManager


def legible_on(ground: str, accent: str) -> None:
    """Raises ValidationError, with the measured ratio, for a colour that text cannot wear on `ground`."""
    if not contrast.is_colour(accent):
        raise ValidationError(_("Viết màu theo dạng #RRGGBB."))
    ratio = contrast.contrast(accent, ground)
    if ratio < contrast.ENOUGH:
        raise ValidationError(
            _("Độ tương phản %(ratio)s trên nền %(ground)s, cần ít nhất 4,5."),
            params={"ratio": f"{ratio:.2f}", "ground": ground},
        )


def legible_on_paper(accent: str) -> None:
    """As legible_on, for pages in light."""
    legible_on(contrast.PAPER, accent)


def legible_in_the_dark(accent: str) -> None:
    """As legible_on, for pages in the dark."""
    legible_on(contrast.GROUND, accent)


class ProvinceIndex(IndexPage):
    """/tinh/"""

    subpage_types = ["stories.ProvincePage"]

    class Meta:
        verbose_name = _("Mục tỉnh, thành phố")

    def listed(self):
        """In the order of the alphabet."""
        return super().listed().order_by("title")


class ProvincePage(EditorialPage):
    """The editors' part of a province's page: its colours and words. Numbers, makers and products fill themselves
    in above this app, under the same path."""

    place = models.ForeignKey(
        "catalogue.Place",
        models.PROTECT,
        related_name="+",
        limit_choices_to={"system": "2025", "level": "province"},
        verbose_name=_("Tỉnh, thành phố"),
    )
    accent_light = models.CharField(
        _("Màu nhấn trên nền sáng"), max_length=7, default="#2F6B5B", validators=[legible_on_paper]
    )
    accent_dark = models.CharField(
        _("Màu nhấn trên nền tối"), max_length=7, default="#74BFA6", validators=[legible_in_the_dark]
    )
    collection = models.ForeignKey(
        "stories.CollectionPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Bộ sưu tập"),
    )
    body = StreamField(BODY_BLOCKS, verbose_name=_("Nội dung"), blank=True)

    objects = ProvinceManager()

    content_panels = [
        *Page.content_panels,
        FieldPanel("place"),
        FieldPanel("lead"),
        FieldPanel("image"),
        FieldRowPanel([FieldPanel("accent_light"), FieldPanel("accent_dark")]),
        PageChooserPanel("collection", "stories.CollectionPage"),
        FieldPanel("body"),
    ]
    parent_page_types = ["stories.ProvinceIndex"]
    subpage_types = []

    class Meta:
        verbose_name = _("Trang tỉnh")

    def full_clean(self, *args, **kwargs):
        """The page stands under the place's own path."""
        if self.place_id:
            self.slug = self.place.slug or self.slug
        super().full_clean(*args, **kwargs)
