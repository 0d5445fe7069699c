"""What editors keep private is read by nobody, on the page itself and below it."""

import pytest
from wagtail.models import PageViewRestriction

from stories.models import StoryIndex, StoryPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    index = StoryIndex.objects.get(locale__language_code="vi")
    return index.add_child(instance=StoryPage(title="Làng nghề", slug="lang-nghe"))


def test_a_story_is_read_until_it_is_kept_private(story):
    assert list(StoryPage.objects.for_reader("vi")) == [story]

    PageViewRestriction.objects.create(page=story, restriction_type=PageViewRestriction.LOGIN)

    assert not StoryPage.objects.for_reader("vi").exists()


def test_a_private_section_keeps_its_stories_private(story):
    PageViewRestriction.objects.create(page=story.get_parent(), restriction_type=PageViewRestriction.LOGIN)

    assert not StoryPage.objects.for_reader("vi").exists()


def test_a_private_neighbour_hides_only_itself(story):
    neighbour = story.get_parent().add_child(instance=StoryPage(title="Khác", slug="khac"))
    PageViewRestriction.objects.create(page=neighbour, restriction_type=PageViewRestriction.LOGIN)

    assert list(StoryPage.objects.for_reader("vi")) == list(StoryPage.objects.live().public()) == [story]
