"""The star that a drawn picture shows, read off its pixels."""

from functools import cache
from io import BytesIO
from itertools import takewhile

from django.http import HttpResponse
from PIL import Image

from marketplace.illustrations.share_card import LEFT, RIGHT
from marketplace.pages import share_picture


def star_drawn(answer: HttpResponse) -> int:
    """Read off the picture itself: each flower makes the plate's yellow wider. 0 without a plate."""
    assert answer["Content-Type"] == "image/jpeg", answer.status_code
    return plates_by_width().get(width_of_plate(answer.content), 0)


@cache
def plates_by_width() -> dict[int, int]:
    plain = share_picture.Facts("", "", "", "", "", 0, "", "")
    plates = (plain._replace(stars=stars, plate=f"{stars} sao") for stars in (3, 4, 5))
    return {width_of_plate(share_picture.drawn(facts)): facts.stars for facts in plates}


def width_of_plate(picture: bytes) -> int:
    """How many pixels from its left edge on are yellow, just below the plate's upper edge."""
    with Image.open(BytesIO(picture)) as opened:
        drawn = opened.convert("RGB")
    row = (drawn.getpixel((x, 426)) for x in range(LEFT + 8, RIGHT))
    return sum(1 for _ in takewhile(lambda colour: colour[0] > 180 and colour[2] < 120, row)) // 8
