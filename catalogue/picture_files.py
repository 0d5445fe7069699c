"""Pictures as files: WebP, 4:5, in fixed widths. Knows Pillow only."""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps

WIDTHS = (320, 720)
RATIO = 5 / 4  # height to width
QUALITY = 72


def fitting(width: int) -> int:
    """The smallest stored width that is not less than `width`, else the largest."""
    return next((stored for stored in WIDTHS if stored >= width), WIDTHS[-1])


def file_name(stem: str, width: int) -> str:
    """ "products/p001" -> "products/p001-320.webp"."""
    return f"{stem}-{width}.webp"


def stem_of(name: str) -> str:
    """As file_name, the other way round; a name of another making is returned as it is."""
    return next((name.removesuffix(end) for width in WIDTHS if name.endswith(end := f"-{width}.webp")), name)


def encoded(picture: Image.Image) -> list[tuple[int, bytes]]:
    """(width, WebP) for each stored width, cropped to 4:5 about the middle; metadata (places!) left out."""
    upright = ImageOps.exif_transpose(picture).convert("RGB")
    return [(width, webp(ImageOps.fit(upright, (width, round(width * RATIO))))) for width in WIDTHS]


def webp(picture: Image.Image) -> bytes:
    content = BytesIO()
    picture.save(content, "WEBP", quality=QUALITY, method=2)
    return content.getvalue()


def write_picture(picture: Image.Image, folder: Path, stem: str) -> None:
    """Write all widths below `folder`, in order; for pictures we draw ourselves."""
    for width, content in encoded(picture):
        path = folder / file_name(stem, width)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
