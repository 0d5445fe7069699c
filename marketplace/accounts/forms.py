"""allauth's forms with the shop's labels."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django.utils.translation import gettext_lazy as _

LABELS = {
    "login": _("E-mail"),
    "email": _("E-mail"),
    "password": _("Mật khẩu"),
    "password1": _("Mật khẩu mới"),
    "password2": _("Nhập lại mật khẩu"),
    "oldpassword": _("Mật khẩu hiện tại"),
    "code": _("Mã 6 số trong ứng dụng xác thực"),
}
KEEPS_HELP = {"password1": _("Ít nhất 10 ký tự, không phải mật khẩu thông dụng.")}


class Spoken:
    """Labels in the shop's words; no placeholders that repeat them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.help_text = KEEPS_HELP.get(name, "")
            field.widget.attrs.pop("placeholder", None)


class LoginForm(Spoken, account.LoginForm):
    pass


class SignupForm(Spoken, account.SignupForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = LABELS["password"]


class ResetPasswordForm(Spoken, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(Spoken, account.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(Spoken, account.ChangePasswordForm):
    pass


class AddEmailForm(Spoken, account.AddEmailForm):
    pass


class ReauthenticateForm(Spoken, account.ReauthenticateForm):
    pass


class AuthenticateForm(Spoken, mfa.AuthenticateForm):
    pass


class ReauthenticateByCodeForm(Spoken, mfa.ReauthenticateForm):
    pass


class ActivateTOTPForm(Spoken, totp.ActivateTOTPForm):
    pass
