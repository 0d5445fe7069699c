"""Scans of certificates, written anew: the pixels stay, everything else of the file goes (places, cameras, scripts,
attachments). Knows Pillow and pypdfium2 only."""

from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from typing import NamedTuple

import pypdfium2
from PIL import Image, ImageOps

LARGEST_FILE = 10 * 1024 * 1024  # bytes
LARGEST_PIXELS = 50_000_000
SMALLEST_SIDE = 300  # pixels: less cannot be read
LONGEST_SIDE = 2000  # pixels, as stored; about 170 dpi of an A4 page
MOST_PAGES = 10
FORMATS = ("JPEG", "PNG", "WEBP", "TIFF")
QUALITY = 80
RENDERED_AT = 200 / 72  # pixels per point, at most


class NotAScan(ValueError):
    """The file cannot be used. `why`: too_big, unreadable, too_small or too_many_pages."""

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


class Scan(NamedTuple):
    """What is stored: bytes, and how the file's name ends."""

    content: bytes
    suffix: str


def reencode(content: bytes) -> Scan:
    """A picture becomes a WebP, a PDF a PDF of pictures, one per page. Raises NotAScan."""
    if len(content) > LARGEST_FILE:
        raise NotAScan("too_big")
    if content.lstrip()[:5] == b"%PDF-":
        return Scan(_as_pdf(list(_pages(content))), ".pdf")
    return Scan(_as_webp(_picture(content)), ".webp")


def _picture(content: bytes) -> Image.Image:
    """Raises NotAScan, for a bomb before its pixels are unpacked."""
    try:
        picture = Image.open(BytesIO(content), formats=FORMATS)
        if picture.width * picture.height > LARGEST_PIXELS:
            raise NotAScan("too_big")
        picture = ImageOps.exif_transpose(picture)
    except NotAScan:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as trouble:
        raise NotAScan("unreadable") from trouble
    if min(picture.size) < SMALLEST_SIDE:
        raise NotAScan("too_small")
    return picture


def _pages(content: bytes) -> Iterator[Image.Image]:
    try:
        with closing(pypdfium2.PdfDocument(content)) as document:
            if not 1 <= len(document) <= MOST_PAGES:
                raise NotAScan("too_many_pages" if len(document) else "unreadable")
            for page in document:
                yield page.render(scale=min(RENDERED_AT, LONGEST_SIDE / max(page.get_size()))).to_pil()
    except pypdfium2.PdfiumError as trouble:
        raise NotAScan("unreadable") from trouble


def _as_webp(picture: Image.Image) -> bytes:
    out = BytesIO()
    _plain(picture).save(out, "WEBP", quality=QUALITY)
    return out.getvalue()


def _as_pdf(pages: list[Image.Image]) -> bytes:
    first, *others = (_plain(page) for page in pages)
    out = BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others, quality=QUALITY, resolution=170)
    return out.getvalue()


def _plain(picture: Image.Image) -> Image.Image:
    """At most 2000 px, on white, without transparency, profile or notes."""
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    ground = Image.new("RGB", picture.size, "white")
    layer = picture.convert("RGBA")
    ground.paste(layer, mask=layer)
    return ground
