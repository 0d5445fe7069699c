"""How allauth speaks, where it leads and by which way its mails leave."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils.crypto import get_random_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.accounts.phone_field import PhoneField
from marketplace.accounts.roles import desk_of
from marketplace.notifications.models import ACCOUNT_KEY, OutboxMessage

MISMATCH = _("E-mail, số điện thoại hoặc mật khẩu chưa đúng. Xin kiểm tra lại.")
CONSOLE = "django.core.mail.backends.console.EmailBackend"


def language_of(user: User | None) -> str:
    """The language that a person chose for mails, else that of the page at hand."""
    return getattr(user, "language", "") or get_language() or settings.LANGUAGE_CODE


class Adapter(DefaultAccountAdapter):
    """The shop's words, each person's own desk after signing in, and mail through the outbox."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Tài khoản này đang tạm khóa."),
        "email_password_mismatch": MISMATCH,
        "phone_password_mismatch": MISMATCH,
        "username_password_mismatch": MISMATCH,
        "email_taken": _("E-mail này đã có tài khoản."),
        "enter_current_password": _("Xin nhập mật khẩu hiện tại."),
        "incorrect_code": _("Mã chưa đúng hoặc đã hết hạn."),
        "incorrect_password": _("Mật khẩu chưa đúng."),
        "invalid_or_expired_key": _("Liên kết không đúng hoặc đã hết hạn."),
        "invalid_password_reset": _("Liên kết đặt lại mật khẩu không còn dùng được."),
        "too_many_login_attempts": _("Bạn đã thử sai quá nhiều lần. Xin chờ vài phút rồi thử lại."),
        "rate_limited": _("Bạn thao tác quá nhanh. Xin chờ một chút rồi thử lại."),
        "unverified_primary_email": _("Xin xác nhận e-mail chính trước."),
        "cannot_remove_primary_email": _("Không thể xóa e-mail chính."),
        "duplicate_email": _("E-mail này đã có trong tài khoản của bạn."),
        "same_as_current": _("Giá trị mới phải khác giá trị hiện tại."),
    }

    def phone_form_field(self, **kwargs) -> PhoneField:
        return PhoneField(**kwargs)

    def get_user_by_phone(self, phone: str) -> User | None:
        """Nobody: a number alone proves nothing here. With a password EmailOrPhone finds the account."""
        return None

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone, False) if user.phone else None

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials) -> str:
        """As allauth's, which counts the wrong passwords of all phone numbers as one."""
        login = credentials.get("email") or credentials.get("phone") or credentials.get("username", "")
        return super()._get_login_attempts_cache_key(request, email=login)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return desk_of(request.user)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return desk_of(request.user)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        request = allauth_context.request
        facts = {"request": request, "email": email, "site_url": settings.SITE_URL, **context}
        language = language_of(context.get("user"))
        with override(language):
            mail = self.render_mail(template_prefix, email, facts)
        OutboxMessage.objects.create(
            key=ACCOUNT_KEY + get_random_string(24),
            kind=template_prefix.rpartition("/")[2][:40],
            to=email,
            language=language,
            subject=mail.subject,
            text=mail.body,
        )
        if settings.DEBUG and settings.EMAIL_BACKEND == CONSOLE:
            said = _(
                "Bản dùng thử: thư không gửi đi đâu cả, trong vòng một phút sẽ được in ra cửa sổ đang chạy máy chủ."
            )
            messages.info(request, said)
