"""How the second factor speaks."""

from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext_lazy as _


class SecondFactorAdapter(DefaultMFAAdapter):
    """TOTP and recovery codes, in the shop's words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "unverified_email": _("Xin xác nhận e-mail trước khi bật xác thực hai bước."),
        "add_email_blocked": _("Không thể thêm e-mail khi đang bật xác thực hai bước."),
        "cannot_delete_authenticator": _("Không thể tắt xác thực hai bước."),
        "cannot_generate_recovery_codes": _("Xin bật xác thực hai bước trước khi tạo mã dự phòng."),
        "incorrect_code": _("Mã chưa đúng hoặc đã hết hạn."),
    }
