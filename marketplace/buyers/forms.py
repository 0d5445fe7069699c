from contextlib import closing

import pypdfium2
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.accounts.phone_field import PhoneField
from marketplace.buyers import tax_codes
from marketplace.buyers.models import Review, SavedAddress
from marketplace.checkout.forms import DeliveryForm
from marketplace.producers.forms_gallery import PicturesField

MOST_PHOTOS = 4
LARGEST_PDF = 5 * 1024 * 1024  # bytes


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
    language = forms.ChoiceField(
        label=_("Ngôn ngữ của thư"),
        choices=[("", _("Như trang đang xem")), *settings.LANGUAGES],
        required=False,
        help_text=_("Thư về tài khoản và báo có hàng; thư về một đơn hàng theo trang lúc đặt."),
    )

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


class InvoiceForm(forms.Form):
    """To whom an invoice is made out; at the checkout all of it may be left out."""

    name = forms.CharField(label=_("Tên đơn vị hoặc người mua"), max_length=200)
    tax_code = forms.CharField(
        label=_("Mã số thuế"),
        max_length=20,
        help_text=_("10 số, 13 số của chi nhánh, hoặc 12 số định danh cá nhân."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    address = forms.CharField(label=_("Địa chỉ trên hóa đơn"), max_length=300)
    email = forms.EmailField(
        label=_("E-mail nhận hóa đơn"),
        required=False,
        error_messages={"invalid": _("Địa chỉ email này không đúng.")},
    )

    def __init__(self, *args, may_be_empty: bool = False, **kwargs):
        kwargs.setdefault("prefix", "invoice")
        super().__init__(*args, empty_permitted=may_be_empty, use_required_attribute=False, **kwargs)

    def clean_tax_code(self) -> str:
        try:
            return tax_codes.normalise(self.cleaned_data["tax_code"])
        except ValueError:
            raise forms.ValidationError(_("Mã số thuế này chưa đúng, xin kiểm tra từng số.")) from None

    @property
    def is_asked(self) -> bool:
        """Whether anything was typed."""
        return self.has_changed()


class IssuedForm(forms.Form):
    """What a producer records of an invoice that it issued elsewhere."""

    number = forms.CharField(label=_("Ký hiệu và số hóa đơn"), max_length=40)
    lookup_code = forms.CharField(label=_("Mã tra cứu"), max_length=60, required=False)
    file = forms.FileField(label=_("Bản PDF"), required=False, help_text=_("Nhiều nhất 5 MB."))

    def clean_file(self) -> UploadedFile | None:
        file = self.cleaned_data.get("file")
        if file and not is_pdf(file):
            raise forms.ValidationError(_("Tệp này không phải PDF đọc được, hoặc lớn hơn 5 MB."))
        return file


def is_pdf(file: UploadedFile) -> bool:
    """Whether a file is a PDF of at least one page and at most 5 MB."""
    if file.size > LARGEST_PDF:
        return False
    content = file.read()
    file.seek(0)
    try:
        with closing(pypdfium2.PdfDocument(content)) as document:
            return content.startswith(b"%PDF-") and len(document) > 0
    except pypdfium2.PdfiumError:
        return False


class ReviewForm(forms.Form):
    """What the buyer of a line says: words for a score, a text, photographs."""

    score = forms.TypedChoiceField(
        label=_("Bạn thấy thế nào?"),
        choices=Review.Score.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn một mức.")},
    )
    text = forms.CharField(
        label=_("Lời nhận xét"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    photos = PicturesField(
        label=_("Ảnh"), required=False, help_text=_("Nhiều nhất 4 ảnh. Chúng tôi bỏ thông tin nơi chụp và máy ảnh.")
    )

    def clean_photos(self) -> list:
        photos = [photo for photo in self.cleaned_data["photos"] if photo]
        if len(photos) > MOST_PHOTOS:
            raise forms.ValidationError(_("Nhiều nhất %(count)s ảnh.") % {"count": MOST_PHOTOS})
        return photos


class ReplyForm(forms.Form):
    text = forms.CharField(label=_("Lời đáp"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Lý do"), max_length=300, widget=forms.TextInput)
