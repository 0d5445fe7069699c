"""What a producer may send as pictures."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalogue.models import Product, ProductImage
from catalogue.pictures import MOST_PICTURES
from marketplace.producers.forms import PictureField

ACCEPT = "image/jpeg,image/png,image/webp"


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class PicturesField(PictureField):
    """Several pictures at once, each written anew by us."""

    widget = ManyFiles

    def clean(self, data, initial=None):
        one = super().clean
        return [one(upload, initial) for upload in data or [None]]


class UploadForm(forms.Form):
    """Pictures to put behind those that a product has; illustrations count as none."""

    pictures = PicturesField(
        label=_("Thêm ảnh"),
        help_text=_("JPEG, PNG hoặc WebP, mỗi ảnh dưới 10 MB; chọn được nhiều ảnh một lần. Vị trí chụp sẽ bị xóa."),
        widget=ManyFiles(attrs={"accept": ACCEPT}),
    )

    def __init__(self, *args, product: Product, **kwargs):
        super().__init__(*args, **kwargs)
        self.held = 0 if product.is_illustrated else product.images.count()

    def clean_pictures(self):
        pictures = self.cleaned_data["pictures"]
        if self.held + len(pictures) > MOST_PICTURES:
            raise ValidationError(
                _("Mỗi sản phẩm có tối đa %(count)s ảnh, đang có %(held)s."),
                params={"count": MOST_PICTURES, "held": self.held},
            )
        return pictures


class PlaceForm(forms.Form):
    to = forms.IntegerField(min_value=0, max_value=MOST_PICTURES)


class CaptionForm(forms.ModelForm):
    """What a picture shows."""

    class Meta:
        model = ProductImage
        fields = ["caption"]
        labels = {"caption": _("Ảnh cho thấy gì")}
