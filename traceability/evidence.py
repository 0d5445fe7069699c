"""Photographs and reports that go with a step: read, written anew, named by their hash."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils.timezone import make_aware
from PIL import Image

from catalogue import scan_files
from traceability.models import Event, EvidenceFile

EXIF_IFD, TAKEN = 0x8769, 36867
FOLDER = "private/evidence"  # no server gives these out as they stand


@dataclass(frozen=True)
class Evidence:
    """A file as it is kept. `sha256`: what the event says, see EvidenceFile."""

    kind: str
    sha256: str
    content: bytes
    suffix: str
    taken_at: datetime | None = None

    @property
    def stored_sha256(self) -> str:
        return sha256(self.content).hexdigest()


def photo(upload: File, *, keep_time: bool = False) -> Evidence:
    """A photograph written anew, without its EXIF. `keep_time`: its maker agreed to keep when it was taken.

    Raises scan_files.NotAScan for what is no picture.
    """
    content = _read(upload)
    if content.lstrip()[:5] == b"%PDF-":
        raise scan_files.NotAScan("unreadable")
    kept = scan_files.reencode(content)
    taken = _taken_at(content) if keep_time else None
    return Evidence(EvidenceFile.Kind.PHOTO, sha256(kept.content).hexdigest(), kept.content, kept.suffix, taken)


def report(upload: File) -> Evidence:
    """A laboratory's PDF: its own hash stands in the event, a copy written anew is shown.

    Raises scan_files.NotAScan for what is no PDF.
    """
    content = _read(upload)
    if content.lstrip()[:5] != b"%PDF-":
        raise scan_files.NotAScan("unreadable")
    kept = scan_files.reencode(content)
    return Evidence(EvidenceFile.Kind.REPORT, sha256(content).hexdigest(), kept.content, kept.suffix)


def again(kept: EvidenceFile) -> Evidence | None:
    """A file of one step, to go with another; None once it was let go."""
    with suppress(FileNotFoundError), kept.file.open() as file:
        return Evidence(kept.kind, kept.sha256, file.read(), Path(kept.file.name).suffix, kept.taken_at)
    return None


def keep(event: Event, files: list[Evidence]) -> None:
    """Store what goes with a step that was just saved. A name is a hash: the same file is stored once."""
    for one in files:
        name = f"{FOLDER}/{one.stored_sha256}{one.suffix}"
        if not default_storage.exists(name):
            name = default_storage.save(name, ContentFile(one.content))
        EvidenceFile.objects.create(
            event=event,
            kind=one.kind,
            sha256=one.sha256,
            stored_sha256=one.stored_sha256,
            file=name,
            taken_at=one.taken_at,
            created_by=event.author,
        )


def _read(upload: File) -> bytes:
    if upload.size > scan_files.LARGEST_FILE:
        raise scan_files.NotAScan("too_big")
    return upload.read()


def _taken_at(content: bytes) -> datetime | None:
    """When the camera says it was; None where it says nothing that can be read."""
    with suppress(ValueError, TypeError, OSError, KeyError):
        said = Image.open(BytesIO(content)).getexif().get_ifd(EXIF_IFD)[TAKEN]
        return make_aware(datetime.strptime(said, "%Y:%m:%d %H:%M:%S"))  # noqa: DTZ007 (made aware)
    return None
