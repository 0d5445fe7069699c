"""How the second factor speaks."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class SecondFactorAdapter(DefaultMFAAdapter):
    """TOTP, recovery codes and passkeys, in the shop's words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "unverified_email": _("Xin xác nhận e-mail trước khi bật xác thực hai bước."),
        "add_email_blocked": _("Không thể thêm e-mail khi đang bật xác thực hai bước."),
        "cannot_delete_authenticator": _("Không thể tắt xác thực hai bước."),
        "cannot_generate_recovery_codes": _("Xin bật xác thực hai bước trước khi tạo mã dự phòng."),
        "incorrect_code": _("Mã chưa đúng hoặc đã hết hạn."),
    }

    def generate_authenticator_name(self, user, type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Khóa số %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": "Chợ OCOP"}
