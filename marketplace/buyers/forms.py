from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.accounts.phone_field import PhoneField
from marketplace.buyers.models import SavedAddress
from marketplace.checkout.forms import DeliveryForm


class AddressForm(DeliveryForm):
    """An address to keep: as at the checkout, without what belongs to one order."""

    def __init__(self, *args, address: SavedAddress | None = None, **kwargs):
        if address:
            kwargs.setdefault("initial", address.as_typed())
        super().__init__(*args, **kwargs)
        del self.fields["note"], self.fields["email"]


class DetailsForm(forms.Form):
    """Who a person is to us: nothing of it is needed for buying."""

    name = forms.CharField(
        label=_("Họ và tên"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = PhoneField(
        required=False,
        help_text=_("Dùng được thay cho e-mail khi đăng nhập bằng mật khẩu."),
    )
    language = forms.ChoiceField(label=_("Ngôn ngữ của thư"), choices=settings.LANGUAGES)

    def __init__(self, *args, user: User, **kwargs):
        self.user = user
        kwargs.setdefault("initial", {"name": user.name, "phone": user.phone, "language": user.language})
        super().__init__(*args, **kwargs)

    def save(self) -> User:
        last, _space, first = " ".join(self.cleaned_data["name"].split()).partition(" ")
        self.user.last_name, self.user.first_name = (last, first) if first else ("", last)
        self.user.phone, self.user.language = self.cleaned_data["phone"], self.cleaned_data["language"]
        self.user.save(update_fields=["first_name", "last_name", "phone", "language"])
        return self.user


class NoticeForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail nhận tin"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Hãy nhập e-mail."), "invalid": _("Địa chỉ email này không đúng.")},
    )
