"""Scans of the printed certificates: shown only while they are the file that was registered."""

import logging
from hashlib import sha256

from catalogue.models import Certificate

BEGINNINGS = {
    b"%PDF-": "application/pdf",
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"RIFF": "image/webp",
}
logger = logging.getLogger(__name__)


class NoScan(Exception):
    """No scan was registered, or it is no PDF and no picture."""


class Changed(Exception):
    """The file is not the one whose hash was registered."""


def is_shown(certificate: Certificate) -> bool:
    """Whether a scan and its hash were registered."""
    return bool(certificate.scan and certificate.scan_sha256)


def read(certificate: Certificate) -> tuple[bytes, str]:
    """The scan and its media type. Raises NoScan, Changed."""
    if not is_shown(certificate):
        raise NoScan
    try:
        with certificate.scan.open() as file:
            content = file.read()
    except OSError as missing:
        logger.error("scan is missing", extra={"certificate": certificate.pk})
        raise Changed from missing
    if sha256(content).hexdigest() != certificate.scan_sha256.lower():
        logger.error("scan was changed", extra={"certificate": certificate.pk})
        raise Changed
    kind = next((kind for begin, kind in BEGINNINGS.items() if content.startswith(begin)), None)
    if kind is None:
        raise NoScan
    return content, kind
