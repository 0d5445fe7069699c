"""What a product's page tells of its reviews: words and bars, no stars."""

from typing import NamedTuple

from catalogue.models import Product
from marketplace.buyers.models import Review

LATEST = 4


class Bar(NamedTuple):
    """How many gave one score; `width`: of 100, beside the most frequent score."""

    word: str
    count: int
    width: int


class Told(NamedTuple):
    """`happy`: of 100 buyers, those who were satisfied or very satisfied; `latest`: Reviews with_story()."""

    count: int
    happy: int
    bars: list[Bar]
    latest: list[Review]


def told_on_page(product: Product) -> Told | None:
    """As told_of, for a product annotated with last_change_of_reviews(): no query where there are none."""
    return told_of(product.pk) if product.reviews_many else None


def told_of(product: int, most: int = LATEST) -> Told | None:
    """What buyers say of a product (by primary key), or None. One query, three where there are reviews to show."""
    counts = Review.objects.about(product).shown().counts()
    if not counts:
        return None
    total, peak = sum(counts.values()), max(counts.values())
    happy = sum(count for score, count in counts.items() if score >= Review.Score.GOOD)
    bars = [
        Bar(str(score.label), counts.get(score, 0), round(100 * counts.get(score, 0) / peak)) for score in Review.Score
    ]
    latest = list(Review.objects.about(product).shown().with_story()[:most]) if most else []
    return Told(total, round(100 * happy / total), bars, latest)
