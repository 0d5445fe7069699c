from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalogue.models import Place
from marketplace.producers.forms import PICTURE_TROUBLES, PictureField
from traceability.cases import LONGEST_CODE
from traceability.models import Case
from traceability.receipts import read_receipt

LARGEST_PHOTO = 5 * 1024 * 1024  # bytes
TOO_BIG = _("Ảnh quá lớn. Xin chọn ảnh dưới 5 MB và 25 triệu điểm ảnh.")


class ReportPhotoField(PictureField):
    """One photo of at most 5 MB, written anew by us: nothing of the file survives but its pixels."""

    most_pixels = 25_000_000  # sent by anybody: 100 MB of memory while it is read
    troubles = PICTURE_TROUBLES | {"too_big": TOO_BIG}

    def clean(self, data, initial=None):
        if data and data.size > LARGEST_PHOTO:
            raise ValidationError(TOO_BIG, code="too_big")
        return super().clean(data, initial)


class ReportForm(forms.Form):
    """What somebody saw. Words or a photo are needed; a name is not asked for."""

    kind = forms.ChoiceField(label=_("Bạn thấy điều gì?"))
    code = forms.CharField(
        label=_("Mã trên tem"),
        required=False,
        max_length=LONGEST_CODE,
        help_text=_("16 ký tự in dưới hình QR. Tem không đọc được thì để trống và chụp ảnh."),
    )
    words = forms.CharField(
        label=_("Kể lại"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    place_text = forms.CharField(
        label=_("Thấy ở đâu"),
        required=False,
        max_length=200,
        help_text=_("Tên cửa hàng, chợ, gian hàng trên mạng."),
    )
    province = forms.ModelChoiceField(
        label=_("Tỉnh, thành phố"), required=False, queryset=Place.objects.none(), empty_label=_("Chọn tỉnh, thành phố")
    )
    photo = ReportPhotoField(
        label=_("Ảnh chụp tem và gói hàng"),
        required=False,
        help_text=_("JPEG, PNG hoặc WebP, dưới 5 MB. Vị trí chụp và thông tin máy trong ảnh được xóa."),
    )
    contact = forms.CharField(
        label=_("Điện thoại hoặc e-mail, nếu muốn được hỏi thêm"),
        required=False,
        max_length=100,
        help_text=_("Chỉ cán bộ OCOP thấy; nhà sản xuất không thấy. Được xóa sau 13 tháng."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [pair for pair in Case.Kind.choices if pair[0] != Case.Kind.SCANS]
        self.fields["province"].queryset = Place.objects.provinces()
        self.fields["photo"].widget.attrs["accept"] = "image/jpeg,image/png,image/webp"

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("words") and not cleaned.get("photo"):
            self.add_error("words", _("Hãy kể vài chữ hoặc gửi một ảnh."))
        return cleaned


class FindReportForm(forms.Form):
    """A receipt number in any spelling."""

    receipt = forms.CharField(
        label=_("Số biên nhận"),
        max_length=40,
        help_text=_("BC và 10 ký tự, ghi trên trang sau khi gửi báo cáo."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}),
    )

    def add_prefix(self, field_name):
        return "bien-nhan"

    def clean_receipt(self):
        if not (receipt := read_receipt(self.cleaned_data["receipt"])):
            raise ValidationError(
                _("Số biên nhận chỉ gồm chữ cái không dấu và chữ số. Xin xem lại."), code="no_receipt"
            )
        return receipt
