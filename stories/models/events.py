from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.fields import StreamField

from stories.blocks import BODY_BLOCKS
from stories.models.base import EditorialPage, IndexPage
from stories.queries import EventManager


class EventIndex(IndexPage):
    """/su-kien/"""

    subpage_types = ["stories.EventPage"]

    class Meta:
        verbose_name = _("Mục sự kiện")

    def listed(self):
        """What is on or to come first, then what is over."""
        return super().listed().order_by("-ends_at")


class EventPage(EditorialPage):
    """A fair, a festival, a week of one province (sự kiện). Both ends are instants."""

    starts_at = models.DateTimeField(_("Bắt đầu"))
    ends_at = models.DateTimeField(_("Kết thúc"))
    where = models.CharField(_("Địa điểm"), max_length=200)
    collection = models.ForeignKey(
        "stories.CollectionPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Bộ sưu tập của sự kiện"),
    )
    is_illustration = models.BooleanField(_("Sự kiện minh họa"), default=False)
    body = StreamField(BODY_BLOCKS, verbose_name=_("Nội dung"), blank=True)

    objects = EventManager()

    card_template = "stories/event_card.html"
    content_panels = [
        *EditorialPage.content_panels,
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldPanel("where"),
        PageChooserPanel("collection", "stories.CollectionPage"),
        FieldPanel("is_illustration"),
        FieldPanel("body"),
    ]
    parent_page_types = ["stories.EventIndex"]
    subpage_types = []

    class Meta:
        verbose_name = _("Sự kiện")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_it_starts")
        ]

    def clean(self):
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("Sự kiện phải kết thúc sau khi bắt đầu.")})

    @property
    def is_over(self) -> bool:
        """Whether the event has ended by now."""
        return self.ends_at < now()
