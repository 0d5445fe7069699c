"""What the makers tell, and how the shop shows it. Pages of the editors (Wagtail)."""

from stories.models.base import EditorialPage  # noqa: F401
from stories.models.collections import (  # noqa: F401
    CollectionIndex,
    CollectionItem,
    CollectionPage,
    ShowroomIndex,
    ShowroomPage,
)
from stories.models.events import EventIndex, EventPage  # noqa: F401
from stories.models.guides import GuideIndex, GuidePage  # noqa: F401
from stories.models.home import HomePage  # noqa: F401
from stories.models.provinces import ProvinceIndex, ProvincePage  # noqa: F401
from stories.models.tales import StoryIndex, StoryItem, StoryPage  # noqa: F401
