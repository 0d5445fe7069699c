from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable, TranslatableMixin

from stories.models.base import EditorialPage, IndexPage
from stories.queries import AboutProductsManager
from stories.showing import collected


class CollectionIndex(IndexPage):
    """/bo-suu-tap/"""

    subpage_types = ["stories.CollectionPage"]

    class Meta:
        verbose_name = _("Mục bộ sưu tập")


class CollectionPage(EditorialPage):
    """A collection (bộ sưu tập): products a curator chose, in the curator's order and words."""

    objects = AboutProductsManager()

    content_panels = [*EditorialPage.content_panels, InlinePanel("items", label=_("Sản phẩm"), min_num=1)]
    parent_page_types = ["stories.CollectionIndex"]
    subpage_types = []

    class Meta:
        verbose_name = _("Bộ sưu tập")

    @property
    def live_showrooms(self):
        """Showrooms of this collection that a visitor may enter."""
        return self.showrooms.live()

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | collected(self)


class CollectionItem(TranslatableMixin, Orderable):
    """A product's place in a collection, with the curator's sentence about it."""

    page = ParentalKey(CollectionPage, on_delete=models.CASCADE, related_name="items")
    product = models.ForeignKey("catalogue.Product", models.CASCADE, related_name="+", verbose_name=_("Sản phẩm"))
    words = models.CharField(_("Lời của người tuyển chọn"), max_length=240, blank=True)

    panels = [FieldPanel("product"), FieldPanel("words")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass

    def __str__(self) -> str:
        return str(self.product)


class ShowroomIndex(IndexPage):
    """/trien-lam/"""

    subpage_types = ["stories.ShowroomPage"]

    class Meta:
        verbose_name = _("Mục triển lãm")


class ShowroomPage(EditorialPage):
    """A collection shown as a showroom (triển lãm): its products on plinths in a drawn scene."""

    class Scene(models.TextChoices):
        COMMUNAL_HOUSE = "communal-house", _("Sân đình")
        RIVER_MARKET = "river-market", _("Chợ nổi")
        TERRACES = "terraces", _("Ruộng bậc thang")
        WORKSHOP = "workshop", _("Xưởng nghề")

    collection = models.ForeignKey(
        CollectionPage, models.PROTECT, related_name="showrooms", verbose_name=_("Bộ sưu tập")
    )
    scene = models.CharField(_("Cảnh"), max_length=16, choices=Scene, default=Scene.COMMUNAL_HOUSE)

    content_panels = [
        *EditorialPage.content_panels,
        PageChooserPanel("collection", "stories.CollectionPage"),
        FieldPanel("scene"),
    ]
    parent_page_types = ["stories.ShowroomIndex"]
    subpage_types = []

    class Meta:
        verbose_name = _("Triển lãm")

    @property
    def backdrop(self) -> str:
        """The static file of the scene."""
        return f"img/scenes/{self.scene}.svg"

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | collected(self.collection)
