"""Verbs on reviews. Each leaves a line in the review's own history."""

from collections.abc import Iterable
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from marketplace.accounts.models import User
from marketplace.buyers.models import Review, ReviewEvent, ReviewPhoto
from marketplace.buyers.models.reviews import HIDDEN_FOLDER, SHOWN_FOLDER
from marketplace.order.models import Line

DELIVERED = frozenset({"delivered", "completed"})
Kind, State = ReviewEvent.Kind, Review.State


class NotReviewable(Exception):
    """The line was not delivered, its product is gone, or it has its review."""


class AlreadyDone(Exception):
    """Somebody else was faster; nothing was changed."""


def write_review(
    line: Line, *, score: int, text: str, photos: Iterable[ContentFile] = (), by: User | None = None
) -> Review:
    """Say what a delivered line was like, once. Raises NotReviewable."""
    if line.parcel is None or line.parcel.status not in DELIVERED or line.product is None:
        raise NotReviewable
    facts = {"score": score, "text": text, "author": by, "author_name": short_name(line.order.recipient)}
    try:
        with transaction.atomic():
            review = Review.objects.create(line=line, product=line.product.parent or line.product, **facts)
            for photo in photos:
                ReviewPhoto(review=review).file.save("", photo)
            ReviewEvent.objects.create(review=review, kind=Kind.WRITTEN, actor=by)
    except IntegrityError:
        raise NotReviewable from None
    return review


def short_name(name: str) -> str:
    """ "Nguyễn Thị Kiểm" -> "Nguyễn T. K.": enough to be somebody, too little to be found."""
    first, *others = name.split() or [""]
    return " ".join([first, *(f"{other[0]}." for other in others)])[:60]


@transaction.atomic
def answer_review(review: Review, *, text: str, by: User, at: datetime) -> Review:
    """The producer's one reply. Raises AlreadyDone."""
    review = _locked(review)
    if review.reply or review.state != State.SHOWN:
        raise AlreadyDone
    review.reply, review.replied_at = text, at
    return _saved(review, Kind.ANSWERED, by)


@transaction.atomic
def report_review(review: Review, *, reason: str, by: User | None = None) -> Review:
    """Ask the operators to look at a review; it stays until they did."""
    ReviewEvent.objects.create(review=review, kind=Kind.REPORTED, actor=by, reason=reason)
    return review


@transaction.atomic
def hide_review(review: Review, *, reason: str, by: User) -> Review:
    """Take a review and its photographs off the site; why stands in its history. Raises AlreadyDone."""
    review = _locked(review)
    if review.state == State.HIDDEN:
        raise AlreadyDone
    review.state = State.HIDDEN
    _move_photos(review, HIDDEN_FOLDER)
    return _saved(review, Kind.HIDDEN, by, reason)


@transaction.atomic
def let_stand(review: Review, *, reason: str, by: User) -> Review:
    """Show a review again, or answer reports by leaving it."""
    review = _locked(review)
    if review.state == State.HIDDEN:
        review.state = State.SHOWN
        _move_photos(review, SHOWN_FOLDER)
    return _saved(review, Kind.SHOWN, by, reason)


def _locked(review: Review) -> Review:
    return Review.objects.select_for_update(of=("self",)).get(pk=review.pk)


def _saved(review: Review, kind: str, by: User, reason: str = "") -> Review:
    review.save()
    ReviewEvent.objects.create(review=review, kind=kind, actor=by, reason=reason)
    return review


def _move_photos(review: Review, folder: str) -> None:
    """Under another address, so that no kept link shows what was hidden."""
    for photo in review.photos.all():
        old = photo.file.name
        with default_storage.open(old) as file:
            photo.file.name = default_storage.save(f"{folder}/{old.rpartition('/')[2]}", ContentFile(file.read()))
        photo.save(update_fields=["file"])
        transaction.on_commit(lambda old=old: default_storage.delete(old))
