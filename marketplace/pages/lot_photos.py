"""Small copies of the photographs that stand behind a lot's steps, made anew from what was recorded."""

from functools import lru_cache
from io import BytesIO

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from PIL import Image

from marketplace.machines.evidence import content_of
from traceability.models import EvidenceFile

LONGEST_SIDE, QUALITY = 480, 75  # pixels; of WebP
# The address names the content, so a browser need not ask again. Private: a shared cache would go on giving it out
# after the file was let go or the lot went out of sight.
HEADERS = {"Cache-Control": "private, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}


@require_safe
def photo(request: HttpRequest, pk: str, digest: str) -> HttpResponse:
    """A photograph of a lot that anyone may read, by the SHA-256 of the copy we keep. Raises Http404 once that copy is
    gone or is not what was recorded."""
    kept = EvidenceFile.objects.readable().of_lot(int(pk)).photographs().named(digest).first()
    if kept is None:
        raise Http404
    content_of(kept)
    return HttpResponse(_small(digest, kept.file.name), content_type="image/webp", headers=HEADERS)


@lru_cache(maxsize=256)
def _small(digest: str, name: str) -> bytes:
    """`digest` tells apart what stood under one name."""
    out = BytesIO()
    with default_storage.open(name) as stored, Image.open(stored) as picture:
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        picture.save(out, "WEBP", quality=QUALITY)
    return out.getvalue()
