"""How many pieces of which line, and why."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from marketplace.order.models import Parcel
from marketplace.order.returns import MOST_PHOTOS, ReturnRequest
from marketplace.payment.models import RefundAccount
from marketplace.producers.forms import PictureField
from marketplace.producers.forms_returns import PayoutAccountForm


class PiecesForm(forms.Form):
    """One number per line of a parcel that has pieces left."""

    def __init__(self, *args, parcel: Parcel, **kwargs):
        super().__init__(*args, **kwargs)
        counts = {f"line-{line.pk}": self._count_of(line) for line in parcel.lines.all() if self.most_of(line)}
        self.fields = counts | self.fields
        self.line_names = list(counts)

    def most_of(self, line) -> int:
        """How many pieces of a line may be chosen."""
        return line.kept

    def _count_of(self, line) -> forms.Field:
        numbers = [(count, str(count)) for count in range(self.most_of(line) + 1)]
        return forms.TypedChoiceField(label=line.title, choices=numbers, coerce=int, initial=0)

    @property
    def is_about_pieces(self) -> bool:
        """Whether numbers were sent at all."""
        return any(name in self.data for name in self.line_names)

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(self.pieces().values()):
            raise ValidationError(_("Hãy chọn ít nhất một món."))
        return cleaned

    def pieces(self) -> dict[int, int]:
        """A line's key -> how many pieces."""
        return {int(name.removeprefix("line-")): self.cleaned_data.get(name, 0) for name in self.line_names}


class CallOffForm(PiecesForm):
    reason = forms.CharField(label=_("Lý do"), max_length=200, required=False)


class RestockForm(PiecesForm):
    """Pieces that came back and are fit to be sold again."""

    def most_of(self, line) -> int:
        return line.to_restock


class RefundAccountForm(PayoutAccountForm):
    """Where the buyer's money goes back to."""

    class Meta(PayoutAccountForm.Meta):
        model = RefundAccount


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(PictureField):
    """Several photos from a phone, each written anew by us."""

    widget = ManyFiles(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data, initial=None):
        files = [one for one in data or [] if one] if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > MOST_PHOTOS:
            raise ValidationError(_("Chọn nhiều nhất %(most)d ảnh."), params={"most": MOST_PHOTOS})
        return [super(PhotosField, self).clean(one) for one in files]


class ReturnForm(PiecesForm):
    """Photos are asked for unless the goods are fine and simply not wanted."""

    reason = forms.ChoiceField(label=_("Lý do trả hàng"), choices=ReturnRequest.Reason)
    words = forms.CharField(
        label=_("Kể thêm"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    photos = PhotosField(
        label=_("Ảnh chụp hàng"),
        required=False,
        help_text=_("Tối đa 5 ảnh. Vị trí và thông tin máy trong ảnh được xóa. Cần ảnh khi hàng hỏng, sai hoặc thiếu."),
    )

    def clean(self):
        cleaned = super().clean()
        needs_photo = cleaned.get("reason") not in (None, ReturnRequest.Reason.MIND)
        if needs_photo and not cleaned.get("photos") and "photos" not in self.errors:
            self.add_error("photos", _("Hãy gửi ít nhất một ảnh để nhà sản xuất xem."))
        return cleaned
