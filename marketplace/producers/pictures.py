"""Pictures from phones: read, turned upright, made smaller and written anew. Nothing of the uploaded file
survives but its pixels: no position, no camera, nothing hidden behind them."""

from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.crypto import get_random_string
from PIL import Image, ImageOps

LARGEST_FILE = 10 * 1024 * 1024  # bytes
LARGEST_PIXELS = 50_000_000
SMALLEST_SIDE = 300  # pixels
LONGEST_SIDE = 1600  # pixels, as stored
FORMATS = ("JPEG", "PNG", "WEBP")


class NotAPicture(ValueError):
    """The file cannot be used. `why`: too_big, unreadable or too_small."""

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


def reencode(upload: UploadedFile, *, most_pixels: int = LARGEST_PIXELS) -> ContentFile:
    """Return the picture as a WebP of at most 1600 px. Raises NotAPicture."""
    if upload.size > LARGEST_FILE:
        raise NotAPicture("too_big")
    picture = _read(upload, most_pixels)
    if min(picture.size) < SMALLEST_SIDE:
        raise NotAPicture("too_small")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = BytesIO()
    _on_white(picture).save(out, "WEBP", quality=82)
    return ContentFile(out.getvalue(), name=f"{get_random_string(16).lower()}.webp")


def _read(upload: UploadedFile, most_pixels: int) -> Image.Image:
    """Raises NotAPicture for what Pillow cannot read in full, and for a bomb before its pixels are unpacked."""
    try:
        picture = Image.open(upload, formats=FORMATS)
        if picture.width * picture.height > most_pixels:
            raise NotAPicture("too_big")
        picture.load()
        return ImageOps.exif_transpose(picture)
    except NotAPicture:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as trouble:
        raise NotAPicture("unreadable") from trouble


def _on_white(picture: Image.Image) -> Image.Image:
    """Without transparency, profile or notes."""
    ground = Image.new("RGB", picture.size, "white")
    layer = picture.convert("RGBA")
    ground.paste(layer, mask=layer)
    return ground
