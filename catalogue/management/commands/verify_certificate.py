"""Door to catalogue.seals: no network, no database."""

import sys
from datetime import timedelta
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from catalogue import seals, signing
from catalogue.canonical import parse

SENTENCES = {
    "unsigned": "KHÔNG CÓ CHỮ KÝ: tài liệu này không do sổ đăng ký nào ký.",
    "unknown_key": "KHÓA LẠ: chữ ký nêu một khóa không có trong bộ khóa đã cho.",
    "altered": "ĐÃ BỊ SỬA: nội dung không khớp chữ ký.",
    "retired_key": "KHÓA ĐÃ THÔI DÙNG: tài liệu ghi một thời điểm sau khi khóa này thôi ký.",
    "undated": "SAI THỜI ĐIỂM: tài liệu không ghi thời điểm (as_of) dùng được, hoặc ghi một thời điểm chưa tới.",
    "too_old": "ĐÃ CŨ: chữ ký đúng, nhưng nhận định này đã quá {hours:g} giờ; hãy tải lại tài liệu.",
}


class Command(BaseCommand):
    help = "Check the signature of a certificate's document (/chung-nhan/<id>.json) offline. See docs/verify.md."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", help="the document; - reads standard input")
        parser.add_argument("--keys", help="the key set (/.well-known/ocop-keys.json); else this site's own keys")
        parser.add_argument("--max-age", type=float, default=signing.FRESH / timedelta(hours=1), help="hours")

    def handle(self, *, file, keys, max_age, **options):
        document = read(file)
        try:
            known = seals.keys_of(read(keys) if keys else signing.key_set())
            said = seals.check(document, known, now(), timedelta(hours=max_age))
        except seals.BadKey as wrong:
            raise CommandError(f"Không đọc được bộ khóa: {wrong}") from wrong
        except seals.NotValid as wrong:
            raise CommandError(SENTENCES[wrong.reason].format(hours=max_age)) from wrong
        force = "còn hiệu lực" if document.get("in_force") is True else "không còn hiệu lực"
        self.stdout.write(f"ĐÚNG: {document.get('id')} {force} ({document.get('status')}) vào lúc {said.isoformat()}.")


def read(name):
    """The JSON of a file. Raises CommandError."""
    try:
        return parse(sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes())
    except OSError as wrong:
        raise CommandError(f"Không mở được tệp {name}: {wrong.strerror}") from wrong
    except (ValueError, RecursionError) as wrong:
        raise CommandError(f"Tệp {name} không phải là JSON đúng.") from wrong
