"""What is said of an outlet's hours, in the visitor's language."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from outlets import hours
from outlets.models import Outlet

DAYS = (
    noop("Thứ Hai"),
    noop("Thứ Ba"),
    noop("Thứ Tư"),
    noop("Thứ Năm"),
    noop("Thứ Sáu"),
    noop("Thứ Bảy"),
    noop("Chủ nhật"),
)


def hour_rows(outlet: Outlet) -> list[tuple[str, str]]:
    """Days and their hours: [("Thứ Hai – Thứ Sáu", "08:00–17:30"), ("Chủ nhật", "nghỉ")]; [] when nobody said."""
    if not outlet.opening_hours:
        return []
    if outlet.opening_hours.strip() == hours.ALWAYS:
        return [(_("Mọi ngày"), _("cả ngày đêm"))]
    return [(_days(first, last), ", ".join(spans) or _("nghỉ")) for first, last, spans in hours.rows(outlet.week)]


def open_state(outlet: Outlet, at: datetime) -> tuple[str, str]:
    """("open" | "closed" | "unknown", its words) at the local time `at`."""
    if not outlet.opening_hours:
        return "unknown", _("Chưa rõ giờ mở cửa")
    return ("open", _("Đang mở cửa")) if outlet.is_open(at) else ("closed", _("Đang đóng cửa"))


def _days(first: int, last: int) -> str:
    if (first, last) == (0, len(DAYS) - 1):
        return _("Mọi ngày")
    return _(DAYS[first]) if first == last else f"{_(DAYS[first])} – {_(DAYS[last])}"
