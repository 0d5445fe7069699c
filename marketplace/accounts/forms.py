"""allauth's forms with the shop's labels."""

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.utils.translation import gettext_lazy as _

from marketplace.order.phones import normalise

LABELS = {
    "login": _("E-mail hoặc số điện thoại"),
    "email": _("E-mail"),
    "password": _("Mật khẩu"),
    "password1": _("Mật khẩu mới"),
    "password2": _("Nhập lại mật khẩu"),
    "oldpassword": _("Mật khẩu hiện tại"),
    "code": _("Mã 6 số trong ứng dụng xác thực"),
    "name": _("Tên khóa"),
    "passwordless": _("Đăng nhập bằng khóa này thay cho mật khẩu"),
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
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"

    def clean_login(self) -> str:
        """A phone number in its one form, whatever way it was typed; everything else as it is."""
        typed = super().clean_login()
        try:
            return normalise(typed)
        except ValueError:
            return typed


class RequestLoginCodeForm(Spoken, account.RequestLoginCodeForm):
    """A code goes by mail, so it is asked for by e-mail."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["phone"]
        self.fields["email"].required = True


class ConfirmLoginCodeForm(Spoken, account.ConfirmLoginCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Mã trong thư")


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


class Refusing:
    """A made-up credential is a wrong one: allauth's and fido2's readers raise these errors for some of them."""

    def clean_credential(self):
        return refusing(getattr(super(), "clean_credential", lambda: self.cleaned_data["credential"]))

    def clean(self):
        return refusing(super().clean)


def refusing(read):
    try:
        return read()
    except (AttributeError, KeyError, TypeError, ValueError):
        raise get_adapter().validation_error("incorrect_code") from None


class UsePasskeyForm(Refusing, webauthn.AuthenticateWebAuthnForm):
    pass


class LoginPasskeyForm(Refusing, webauthn.LoginWebAuthnForm):
    pass


class ReauthenticatePasskeyForm(Refusing, webauthn.ReauthenticateWebAuthnForm):
    pass


class AddPasskeyForm(Refusing, Spoken, webauthn.AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(Spoken, webauthn.EditWebAuthnForm):
    pass
