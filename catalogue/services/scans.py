"""The scan of a certificate's paper: stored once, re-encoded, with the hash of what is stored."""

from hashlib import sha256

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from catalogue.models import Certificate
from catalogue.scan_files import LARGEST_FILE, MOST_PAGES, NotAScan, Scan, reencode
from catalogue.services.certificates import record

Actor = AbstractBaseUser | None

WHY_NOT = {
    "too_big": noop("Tệp quá lớn: tối đa 10 MB và 50 triệu điểm ảnh."),
    "too_small": noop("Ảnh quá nhỏ, không đọc được chữ: mỗi cạnh cần ít nhất 300 điểm ảnh."),
    "too_many_pages": noop("Tệp PDF quá dài: tối đa %(pages)s trang."),
    "unreadable": noop("Không đọc được tệp này. Hãy gửi ảnh JPEG, PNG, WebP, TIFF hoặc PDF không đặt mật khẩu."),
}


@transaction.atomic
def attach_scan(certificate: Certificate, upload: File | Scan, *, actor: Actor = None) -> Certificate:
    """Store the scan of a certificate in any state; nobody, not even the database's owner, changes it afterwards.

    Raises ValidationError with a sentence for a file that cannot be used, or when there is a scan already. What
    read_scan made is taken as it is.
    """
    scan = upload if isinstance(upload, Scan) else read_scan(upload)
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if certificate.scan_sha256:
        raise ValidationError(_("Giấy chứng nhận này đã có bản chụp; bản đã lưu không thay được."))
    digest = sha256(scan.content).hexdigest()
    certificate.scan_sha256 = digest
    name = f"{certificate.public_id.lower()}-{digest[:12]}{scan.suffix}"
    certificate.scan.save(name, ContentFile(scan.content), save=False)
    certificate.save(update_fields=["scan", "scan_sha256"])
    record(certificate, "scanned", on=localdate(), actor=actor, file_sha256=digest)
    return certificate


def read_scan(upload: File) -> Scan:
    """The upload written anew. Raises ValidationError with a sentence for a file that cannot be used."""
    try:
        if upload.size > LARGEST_FILE:
            raise NotAScan("too_big")
        return reencode(upload.read())
    except NotAScan as refused:
        raise ValidationError(_(WHY_NOT[refused.why]) % {"pages": MOST_PAGES}) from refused
