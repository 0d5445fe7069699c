"""Door to traceability.lot_record: no network, no database."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from catalogue import seals, signing
from catalogue.management.commands.verify_certificate import read
from traceability import lot_record

SENTENCES = {
    "shape": "KHÔNG PHẢI HỒ SƠ LÔ: tệp này không có dạng của một hồ sơ lô xuất từ sàn.",
    "unsigned": "KHÔNG CÓ CHỮ KÝ: hồ sơ hoặc gốc nhật ký không do sổ nào ký.",
    "unknown_key": "KHÓA LẠ: chữ ký nêu một khóa không có trong bộ khóa đã cho.",
    "altered": "ĐÃ BỊ SỬA: phần được ký không khớp chữ ký.",
    "retired_key": "KHÓA ĐÃ THÔI DÙNG: hồ sơ ghi một thời điểm sau khi khóa này thôi ký.",
    "undated": "SAI THỜI ĐIỂM: hồ sơ không ghi thời điểm (as_of) dùng được, hoặc ghi một thời điểm chưa tới.",
    "event_id": "ĐÃ BỊ SỬA: sự kiện thứ {place} không khớp mã eventID của nó.",
    "chain": "ĐÃ BỊ SỬA: sự kiện thứ {place} không khớp chuỗi nhật ký của lô.",
    "count": "THIẾU HOẶC THỪA SỰ KIỆN: số sự kiện không khớp số đã ký.",
    "root": "GỐC KHÔNG KHỚP: gốc nhật ký trong hồ sơ khác gốc đã công bố, hoặc không nối tiếp gốc trước đó.",
    "not_in_tree": "KHÔNG CÓ TRONG NHẬT KÝ: sự kiện thứ {place} không nằm dưới gốc nhật ký đã ký.",
}


class Command(BaseCommand):
    help = "Check an exported lot (/epcis/lots/<number>) offline: events, chain, tree, signatures. See docs/verify.md."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", help="the document; - reads standard input")
        parser.add_argument("--keys", help="the key set (/.well-known/ocop-keys.json); else this site's own keys")
        parser.add_argument("--root", help="the day's root as published (/.well-known/trace-log/<day>.json)")

    def handle(self, *, file, keys, root, **options):
        document, published = read(file), read(root) if root else None
        try:
            known = seals.keys_of(read(keys) if keys else signing.key_set())
            found = lot_record.verify(document, known, now(), published)
        except seals.BadKey as wrong:
            raise CommandError(f"Không đọc được bộ khóa: {wrong}") from wrong
        except lot_record.NotTrue as wrong:
            raise CommandError(SENTENCES[wrong.reason].format(place=wrong.place)) from wrong
        held = f"{found.in_tree} nằm dưới gốc ngày {found.day}" if found.day else "chưa có gốc nào được ký"
        self.stdout.write(f"ĐÚNG: {found.lot}, {found.events} sự kiện ({held}), vào lúc {found.as_of.isoformat()}.")
