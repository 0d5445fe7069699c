from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from catalogue.models import Product
from marketplace.buyers.queries import ReviewQuerySet
from marketplace.order.models import Line

HIDDEN_FOLDER = "private/reviews"  # what no web server hands out
SHOWN_FOLDER = "reviews"


def new_photo_path(photo: "ReviewPhoto", name: str) -> str:
    return f"{SHOWN_FOLDER}/{get_random_string(20).lower()}.webp"


class Review(models.Model):
    """What a buyer says of a product that was delivered (đánh giá): one for each line of an order.

    The score is no star: OCOP's stars are a certificate's alone.
    """

    class Score(models.IntegerChoices):
        VERY_GOOD = 5, _("Rất hài lòng")
        GOOD = 4, _("Hài lòng")
        FAIR = 3, _("Tạm được")
        POOR = 2, _("Chưa hài lòng")
        BAD = 1, _("Không hài lòng")

    class State(models.TextChoices):
        SHOWN = "shown", _("Đang hiện")
        HIDDEN = "hidden", _("Đã ẩn")

    line = models.OneToOneField(Line, models.PROTECT, related_name="review")
    product = models.ForeignKey(Product, models.PROTECT, related_name="buyer_reviews")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    author_name = models.CharField(max_length=60, blank=True)
    score = models.PositiveSmallIntegerField(_("Bạn thấy thế nào?"), choices=Score)
    text = models.TextField(_("Lời nhận xét"), blank=True)
    state = models.CharField(max_length=6, choices=State, default=State.SHOWN)
    reply = models.TextField(_("Lời đáp của nhà sản xuất"), blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="review_scores_one_to_five")
        ]
        indexes = [models.Index(fields=["product", "state", "-created_at"], name="review_of_product")]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.score}"


class ReviewPhoto(models.Model):
    """A photograph in a review, written anew by us: nothing of the upload but its pixels."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="photos")
    file = models.FileField(upload_to=new_photo_path, storage=default_storage)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.file.name


class ReviewEvent(models.Model):
    """What was done about a review, and by whom: written, reported, answered, hidden, shown again. Append-only."""

    class Kind(models.TextChoices):
        WRITTEN = "written", _("Đã viết")
        REPORTED = "reported", _("Bị báo cáo")
        ANSWERED = "answered", _("Nhà sản xuất trả lời")
        HIDDEN = "hidden", _("Đã ẩn")
        SHOWN = "shown", _("Hiện lại")

    review = models.ForeignKey(Review, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=8, choices=Kind)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.review_id}: {self.kind}"
