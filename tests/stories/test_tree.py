"""The page tree that stands after migrating."""

import pytest
from wagtail.models import Page, Site

from stories.models import HomePage, StoryIndex
from stories.services import plant_tree

pytestmark = pytest.mark.django_db


def test_after_migrating_the_site_has_its_sections_in_both_languages():
    home = Site.objects.get(is_default_site=True).root_page.specific

    assert isinstance(home, HomePage)
    for language in ("vi", "en"):
        slugs = Page.objects.live().filter(locale__language_code=language, depth=3).values_list("slug", flat=True)
        assert set(slugs) == {"cau-chuyen", "bo-suu-tap", "su-kien", "trien-lam", "cam-nang", "tinh"}


def test_planting_again_adds_nothing_and_keeps_what_editors_wrote():
    index = StoryIndex.objects.get(locale__language_code="vi")
    index.title = "Chuyện làng nghề"
    index.save()
    before = Page.objects.count()

    plant_tree()

    assert Page.objects.count() == before
    assert StoryIndex.objects.get(pk=index.pk).title == "Chuyện làng nghề"


def test_a_missing_section_is_planted_again():
    StoryIndex.objects.get(locale__language_code="vi").delete()

    plant_tree()

    assert StoryIndex.objects.filter(locale__language_code="vi").count() == 1
