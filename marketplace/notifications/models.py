"""The outbox: a message is a row before it is a mail. And what people agreed to."""

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from marketplace.notifications.queries import ConsentQuerySet, OutboxQuerySet

ACCOUNT_KEY = "account:"


class OutboxMessage(models.Model):
    """One message to one person, written with the change that caused it and sent by the clockwork.

    `key` names the reason ("order-placed:OC…"): the same reason never sends twice. `to` is an e-mail address or, for
    the other channels, a phone as E.164. `stop_url` stands where the message is not about an order.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Chờ gửi")
        SENT = "sent", _("Đã gửi")
        FAILED = "failed", _("Không gửi được")

    class Channel(models.TextChoices):
        MAIL = "mail", _("Thư điện tử")
        ZALO = "zalo", _("Zalo")
        SMS = "sms", _("Tin nhắn SMS")

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.MAIL)
    to = models.CharField(max_length=254)
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    stop_url = models.CharField(max_length=600, blank=True)
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
        """Whether the text holds a link that opens an account; it is forgotten once sent, and no operator reads it."""
        return self.key.startswith(ACCOUNT_KEY)


class OutboxRetry(models.Model):
    """An operator sent a parked message on its way again."""

    message = models.ForeignKey(OutboxMessage, models.CASCADE, related_name="retries")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    error = models.CharField(max_length=300)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.message_id} {self.at:%Y-%m-%d}"


class Consent(models.Model):
    """A yes or a no to a purpose of messages, with the text as it stood there; the last one counts."""

    purpose = models.CharField(max_length=20)
    address = models.EmailField()
    is_given = models.BooleanField()
    text = models.TextField()
    text_version = models.CharField(max_length=20)
    language = models.CharField(max_length=5)
    source = models.CharField(max_length=40)
    at = models.DateTimeField(default=now)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["purpose", "address"], name="consent_by_address")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.is_given}"
