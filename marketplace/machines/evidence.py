"""Photographs and reports that go with the steps of lots, given out only while they are what was recorded."""

import logging
from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from traceability.models import EvidenceFile

logger = logging.getLogger(__name__)
TYPES = {".webp": "image/webp", ".pdf": "application/pdf"}


@require_safe
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """A file of a lot that anyone may read."""
    return file_answer(get_object_or_404(EvidenceFile.objects.readable(), pk=pk))


def file_answer(kept: EvidenceFile) -> HttpResponse:
    """The copy we wrote. Raises Http404."""
    content = content_of(kept)
    suffix = kept.file.name[kept.file.name.rfind(".") :]
    headers = {"Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=TYPES.get(suffix, "application/octet-stream"), headers=headers)


def content_of(kept: EvidenceFile) -> bytes:
    """Raises Http404 for a copy that was let go, or that is not what was recorded."""
    try:
        with kept.file.open() as file:
            content = file.read()
    except OSError:
        raise Http404 from None
    if sha256(content).hexdigest() != kept.stored_sha256:
        logger.error("evidence was changed", extra={"evidence": kept.pk})
        raise Http404
    return content
