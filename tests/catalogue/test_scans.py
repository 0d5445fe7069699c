"""The scan of a certificate: its pixels are kept, once, and nothing else of the file."""

from hashlib import sha256
from io import BytesIO

import pypdfium2
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from catalogue import services
from catalogue.models import Certificate
from catalogue.scan_files import LARGEST_FILE, NotAScan, reencode
from tests.factories import CertificateFactory, UserFactory

MARK = b"a word hidden in the file"
ORIENTATION, DESCRIPTION = 0x0112, 0x010E


@pytest.fixture(autouse=True)
def stored_aside(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def picture(kind="JPEG", size=(800, 600), **facts) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "ivory").save(out, kind, **facts)
    return out.getvalue()


def with_places() -> bytes:
    exif = Image.Exif()
    exif[DESCRIPTION] = MARK.decode()
    exif[ORIENTATION] = 6  # turned by a quarter
    return picture(exif=exif)


def paper(pages=2, script="") -> bytes:
    out = BytesIO()
    canvas = Canvas(out)
    canvas.setAuthor(MARK.decode())
    for number in range(pages):
        canvas.drawString(100, 700, f"Trang {number + 1}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_picture_becomes_a_webp(kind):
    scan = reencode(picture(kind))

    assert scan.suffix == ".webp"
    assert Image.open(BytesIO(scan.content)).size == (800, 600)


def test_a_picture_stands_upright_and_loses_what_its_camera_wrote():
    content = with_places()
    assert MARK in content

    kept = reencode(content).content

    assert MARK not in kept
    assert not Image.open(BytesIO(kept)).getexif()
    assert Image.open(BytesIO(kept)).size == (600, 800)


def test_a_large_picture_is_made_smaller():
    assert max(Image.open(BytesIO(reencode(picture(size=(4000, 3000))).content)).size) == 2000


def test_a_pdf_becomes_pictures_of_its_pages():
    content = paper(pages=3)
    assert MARK in content

    scan = reencode(content)

    document = pypdfium2.PdfDocument(scan.content)
    assert (scan.suffix, len(document), MARK in scan.content) == (".pdf", 3, False)
    assert document[0].get_textpage().count_chars() == 0


def locked() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption

    out = BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("mat-khau"))
    canvas.drawString(100, 700, "x")
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "unreadable"),
        (b"<html></html>", "unreadable"),
        (b"%PDF-1.4 nothing else", "unreadable"),
        (picture()[:300], "unreadable"),
        (locked(), "unreadable"),
        (picture("GIF"), "unreadable"),
        (picture(size=(800, 200)), "too_small"),
        (picture("PNG", size=(9000, 6000)), "too_big"),
        (b"x" * (LARGEST_FILE + 1), "too_big"),
        (paper(pages=11), "too_many_pages"),
    ],
    ids=["empty", "html", "broken pdf", "half a jpeg", "locked", "gif", "strip", "bomb", "heavy", "long"],
)
def test_a_file_that_cannot_be_used_is_refused_by_its_reason(content, why):
    with pytest.raises(NotAScan) as refused:
        reencode(content)
    assert refused.value.why == why


@pytest.mark.django_db
def test_a_scan_is_kept_with_the_hash_of_what_is_stored_and_a_line_of_history():
    officer = UserFactory()

    certificate = services.attach_scan(CertificateFactory(), ContentFile(picture()), actor=officer)

    fresh = Certificate.objects.get(pk=certificate.pk)
    with fresh.scan.open() as file:
        stored = file.read()
    assert fresh.scan_sha256 == sha256(stored).hexdigest()
    event = fresh.events.get()
    assert (event.kind, event.actor, event.file_sha256) == ("scanned", officer, fresh.scan_sha256)


@pytest.mark.django_db
def test_a_scan_is_attached_once():
    certificate = services.attach_scan(CertificateFactory(), ContentFile(picture()))

    with pytest.raises(ValidationError, match="không thay được"):
        services.attach_scan(certificate, ContentFile(paper()))
    assert Certificate.objects.get().scan_sha256 == certificate.scan_sha256


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"x", "Không đọc được"), (paper(pages=11), "tối đa 10 trang"), (b"x" * (LARGEST_FILE + 1), "10 MB")],
)
def test_a_bad_scan_is_refused_in_words_and_changes_nothing(content, sentence):
    certificate = CertificateFactory()

    with pytest.raises(ValidationError, match=sentence):
        services.attach_scan(certificate, ContentFile(content))
    assert not Certificate.objects.get().scan
    assert not certificate.events.exists()
