"""The outbox: a message is a row before it is a mail."""

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from marketplace.notifications.queries import OutboxQuerySet

ACCOUNT_KEY = "account:"


class OutboxMessage(models.Model):
    """One message to one person, written with the change that caused it and sent by the clockwork.

    `key` names the reason ("order-placed:OC…"): the same reason never sends twice.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Chờ gửi")
        SENT = "sent", _("Đã gửi")
        FAILED = "failed", _("Không gửi được")

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    to = models.EmailField()
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=now)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "next_try_at"], name="outbox_due")]
        verbose_name = _("thư")
        verbose_name_plural = _("thư đi")

    def __str__(self) -> str:
        return self.key

    @property
    def carries_a_key(self) -> bool:
        """Whether the text holds a link that opens an account; it is forgotten once sent."""
        return self.key.startswith(ACCOUNT_KEY)
