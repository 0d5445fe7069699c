"""The words editors' pages are asked in."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, ExpressionWrapper, F, IntegerField, OuterRef, Q
from django.db.models.functions import Cast
from django.utils.translation import get_language
from wagtail.models import Page, PageManager, PageQuerySet, PageViewRestriction, ReferenceIndex

if TYPE_CHECKING:
    from catalogue.models import Place, Product

MAIN_LANGUAGE = "vi"


class EditorialQuerySet(PageQuerySet):
    def for_reader(self, language: str | None = None) -> Self:
        """Live pages in the reader's language, else in Vietnamese: each subject once."""
        language = (language or get_language() or MAIN_LANGUAGE).split("-")[0]
        same = Page.objects.live().filter(
            translation_key=OuterRef("translation_key"), locale__language_code=language, alias_of=None
        )
        own = Q(locale__language_code=language, alias_of=None)
        return self.live()._unrestricted().filter(own | Q(locale__language_code=MAIN_LANGUAGE) & ~Exists(same))

    def _unrestricted(self) -> Self:
        """As Wagtail's public(), which asks the database for all restrictions first: pages without one on themselves
        or above them."""
        above = PageViewRestriction.objects.annotate(path=ExpressionWrapper(OuterRef("path"), output_field=CharField()))
        return self.filter(~Exists(above.filter(path__startswith=F("page__path"))))

    def newest_first(self) -> Self:
        """By the day of first publication."""
        return self.order_by("-first_published_at", "-pk")

    def with_picture(self) -> Self:
        """Loads what a card shows."""
        return self.select_related("image", "locale").prefetch_related("image__renditions")


class AboutProductsQuerySet(EditorialQuerySet):
    def about(self, product: "Product") -> Self:
        """Pages that name the product, in their list or in their body."""
        listed = self.model.items.rel.related_model.objects.filter(product=product, page=OuterRef("pk"))
        ContentType.objects.get_for_models(self.model, type(product))  # remembered: asked once for both
        in_body = (
            ReferenceIndex.get_references_to(product)
            .filter(content_type=ContentType.objects.get_for_model(self.model))
            .values_list(Cast("object_id", IntegerField()))
        )
        return self.filter(Exists(listed) | Q(pk__in=in_body))


class HomeQuerySet(EditorialQuerySet):
    def with_collection(self) -> Self:
        """Front pages for which the week's collection was chosen, with it."""
        return self.filter(collection__isnull=False).select_related("collection")


class StoryQuerySet(AboutProductsQuerySet):
    def set_in(self, province: "Place") -> Self:
        """Stories of a province of today."""
        return self.filter(province=province)


class ProvinceQuerySet(EditorialQuerySet):
    def of(self, province: "Place") -> Self:
        """The page of a province of today."""
        return self.filter(place=province)


class EventQuerySet(EditorialQuerySet):
    def not_over(self, at: datetime) -> Self:
        """Events running or to come, the nearest first."""
        return self.filter(ends_at__gte=at).order_by("starts_at")


EditorialManager = PageManager.from_queryset(EditorialQuerySet)
AboutProductsManager = PageManager.from_queryset(AboutProductsQuerySet)
HomeManager = PageManager.from_queryset(HomeQuerySet)
StoryManager = PageManager.from_queryset(StoryQuerySet)
ProvinceManager = PageManager.from_queryset(ProvinceQuerySet)
EventManager = PageManager.from_queryset(EventQuerySet)
