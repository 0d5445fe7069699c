from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Locale, Page

from stories.models.base import EditorialPage
from stories.queries import HomeManager


class HomePage(EditorialPage):
    """The editors' part of the front page: its sentence, the week's collection. The page itself joins several
    apps and is put together above this one."""

    collection = models.ForeignKey(
        "stories.CollectionPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Bộ sưu tập của tuần"),
    )

    objects = HomeManager()

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("collection")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "stories.StoryIndex",
        "stories.CollectionIndex",
        "stories.EventIndex",
        "stories.ShowroomIndex",
        "stories.GuideIndex",
        "stories.ProvinceIndex",
    ]

    class Meta:
        verbose_name = _("Trang chủ")

    def route(self, request, path_components):
        """A path that has no page in this language is looked up among the Vietnamese ones."""
        try:
            return super().route(request, path_components)
        except Http404:
            main = self._in_main_language()
            if main is None:
                raise
            return main.route(request, path_components)

    def _in_main_language(self):
        main = Locale.get_default()
        return None if self.locale_id == main.pk else self.get_translation_or_none(main)
