"""What all editors' pages share."""

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from stories.queries import EditorialManager

HOME_DEPTH = 2  # below Wagtail's root


class EditorialPage(Page):
    """A page of an editor: a lead, perhaps a picture. Its path is the same in every language."""

    lead = models.TextField(_("Lời dẫn"), max_length=400, blank=True)
    image = models.ForeignKey(
        "wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Ảnh")
    )

    objects = EditorialManager()

    card_template = "stories/card.html"  # how a list shows it
    search_fields = [*Page.search_fields, index.SearchField("lead")]
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("image")]

    class Meta:
        abstract = True

    @cached_property
    def path_in_site(self) -> str:
        """The path below the front page, without a leading slash: "cau-chuyen/mat-ong/"."""
        return "/".join(self.url_path.split("/")[HOME_DEPTH:])

    @property
    def here(self) -> str:
        """The URL in the language the reader is using now, whether or not this page is translated."""
        return reverse("wagtail_serve", args=[self.path_in_site])

    @property
    def is_in_another_language(self) -> bool:
        """Whether the reader sees this page in a language not their own."""
        return not (get_language() or "").startswith(self.locale.language_code)

    @property
    def trail(self) -> list[tuple[str, str]]:
        """Breadcrumbs in the reader's language: the section, this page."""
        parent = self.get_parent()
        above = [] if parent is None or parent.depth <= HOME_DEPTH else [_crumb(parent.localized.specific)]
        return [*above, (self.title, "")]

    def get_absolute_url(self) -> str:
        """As `here`: editors' pages are linked like everything else."""
        return self.here


class IndexPage(EditorialPage):
    """A page that lists its children."""

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    max_count_per_parent = 1
    parent_page_types = ["stories.HomePage"]

    class Meta:
        abstract = True

    def get_template(self, request, *args, **kwargs):
        return "stories/index_page.html"

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {"pages": self.listed()}

    def listed(self):
        """Live pages of this kind in the reader's language, the newest first."""
        return self.lists().objects.for_reader().with_picture().newest_first()

    @classmethod
    def lists(cls):
        """The one kind of page kept here."""
        (kind,) = cls.clean_subpage_models()
        return kind


def _crumb(page: EditorialPage) -> tuple[str, str]:
    return page.title, page.here
