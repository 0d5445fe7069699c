"""What a producer may type."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from catalogue import product_facts, wording
from catalogue.forms import GtinField, criteria_choices, refuse_taken_gtin
from catalogue.models import Producer, Product
from marketplace.producers import figures
from marketplace.producers.pictures import LARGEST_PIXELS, NotAPicture, reencode
from marketplace.producers.services import Offer
from marketplace.producers.texts import clean_description, plain, tells_no_stars

PICTURE_TROUBLES = {
    "too_big": _("Ảnh quá lớn. Xin chọn ảnh dưới 10 MB."),
    "too_small": _("Ảnh quá nhỏ. Mỗi cạnh cần ít nhất 300 điểm ảnh."),
    "unreadable": _("Không đọc được ảnh này. Xin chọn ảnh JPEG, PNG hoặc WebP."),
}


def posted(request):
    """What was sent, or None when the page is only asked for; an empty POST counts as sent."""
    return request.POST if request.method == "POST" else None


class PictureField(forms.FileField):
    """A picture, written anew by us (see pictures.py)."""

    widget = forms.FileInput
    most_pixels = LARGEST_PIXELS
    troubles = PICTURE_TROUBLES

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return reencode(upload, most_pixels=self.most_pixels)
        except NotAPicture as trouble:
            raise ValidationError(self.troubles[trouble.why], code=trouble.why) from trouble


class ProductForm(forms.ModelForm):
    """A product in one screen. Once certified, name and group stand as the certificate says."""

    title = forms.CharField(
        label=_("Tên sản phẩm"),
        min_length=3,
        max_length=255,
        validators=[tells_no_stars],
        help_text=_("Như ghi trên bao bì. Ví dụ: Mật ong hoa nhãn Hưng Yên."),
    )
    criteria_set = forms.ChoiceField(
        label=_("Bộ sản phẩm OCOP"), choices=criteria_choices, help_text=_("Theo Quyết định 26/2026/QĐ-TTg.")
    )
    net_weight_g = forms.IntegerField(
        label=_("Khối lượng tịnh (gam)"), min_value=1, max_value=1_000_000, help_text=_("Ví dụ: 500 cho gói nửa ký.")
    )
    net_volume_ml = forms.IntegerField(
        label=_("Thể tích thực (ml)"),
        min_value=1,
        max_value=1_000_000,
        required=False,
        help_text=_("Ví dụ: 330 cho lon nhỏ."),
    )
    shelf_life_days = forms.IntegerField(
        label=_("Hạn dùng (ngày)"),
        min_value=1,
        max_value=3650,
        required=False,
        help_text=_("Tính từ ngày sản xuất. Ví dụ: 180."),
    )
    description = forms.CharField(
        label=_("Giới thiệu sản phẩm"),
        max_length=6000,
        required=False,
        validators=[tells_no_stars],
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Mỗi dòng là một đoạn: làm từ gì, làm thế nào, ngon nhất khi dùng ra sao."),
    )
    ingredients = forms.CharField(
        label=_("Thành phần"), max_length=1000, required=False, help_text=_("Ví dụ: cơm dừa 70%, đường, mạch nha.")
    )
    allergens = forms.CharField(
        label=_("Chất gây dị ứng"),
        max_length=500,
        required=False,
        help_text=_("Ví dụ: có lạc (đậu phộng), sữa. Không có thì ghi “không”."),
    )
    storage = forms.CharField(
        label=_("Bảo quản"), max_length=500, required=False, help_text=_("Ví dụ: nơi khô mát, tránh nắng.")
    )
    how_to_use = forms.CharField(
        label=_("Cách dùng"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ví dụ: pha 5 g với 200 ml nước 85 °C, chờ 3 phút."),
    )
    upc = GtinField()
    picture = PictureField(
        label=_("Ảnh sản phẩm"),
        required=False,
        help_text=_("JPEG, PNG hoặc WebP, dưới 10 MB. Vị trí chụp ghi trong ảnh sẽ bị xóa."),
    )

    class Meta:
        model = Product
        fields = ["title", "criteria_set", "description", *product_facts.COLUMNS, "upc"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["picture"].widget.attrs["accept"] = "image/jpeg,image/png,image/webp"
        if self.instance.pk:
            self.initial["description"] = plain(self.instance.description)
        self.is_certified = bool(self.instance.pk and self.instance.latest_certificate)
        if self.instance.is_parent:
            del self.fields["net_weight_g"]
        if self.is_certified:
            del self.fields["title"], self.fields["criteria_set"]
        self._ask_for_facts()

    def _ask_for_facts(self):
        """Only what the group asks for, under the group's names; weight and volume stand for one another."""
        posted_set = "" if self.is_certified else self.data.get("criteria_set", "")
        group = posted_set or self.instance.criteria_set
        asked = product_facts.asked_of(group)
        for column in set(product_facts.COLUMNS) - set(asked):
            del self.fields[column]
        for column in set(asked) & product_facts.RENAMED:
            self.fields[column].label = _now(product_facts.label_of(column, group))
        if product_facts.VOLUME in asked:
            self.fields[product_facts.WEIGHT].required = False

    def clean(self):
        data = super().clean()
        measured = data.get(product_facts.WEIGHT) or data.get(product_facts.VOLUME)
        if product_facts.VOLUME in self.fields and not measured and not self.errors:
            self.add_error(product_facts.WEIGHT, _("Xin ghi khối lượng tịnh hoặc thể tích thực."))
        return data

    def clean_upc(self):
        refuse_taken_gtin(self.cleaned_data["upc"], self.instance)
        return self.cleaned_data["upc"]

    def clean_description(self):
        return clean_description(self.cleaned_data["description"])


class OfferForm(forms.Form):
    """One row of the price table: what was seen, and what it should be."""

    price = forms.CharField(label=_("Giá (đồng)"), max_length=20, required=False)
    stock = forms.CharField(
        label=_("Tồn kho"), max_length=12, required=False, widget=forms.NumberInput(attrs={"class": "quantity__field"})
    )
    seen_price = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen_stock = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid"), _("Bảng đã cũ, xin tải lại trang rồi sửa.")),
    )

    def __init__(self, *args, product: Product, offer: Offer, **kwargs):
        self.product, self.offer, self.held = product, offer, held_of(product)
        shown = {
            "price": grouped(offer.price),
            "stock": offer.stock,
            "seen_price": offer.price,
            "seen_stock": offer.stock,
        }
        super().__init__(*args, initial=shown, prefix=str(product.pk), **kwargs)
        self.fields["price"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}
        self.fields["stock"].widget.attrs |= {"min": self.held, "max": figures.HIGHEST_STOCK, "data-stepper": ""}

    def clean_price(self):
        text = self.cleaned_data["price"]
        if not text.strip():
            return None
        price = whole(text, _("Giá là số đồng chẵn, ví dụ 85.000."))
        if not figures.LOWEST_PRICE <= price <= figures.HIGHEST_PRICE:
            raise ValidationError(_("Giá nằm trong khoảng 1.000 đến 100.000.000 đồng."))
        return price

    def clean_stock(self):
        stock = whole(self.cleaned_data["stock"] or "0", _("Tồn kho là số nguyên, ví dụ 24."))
        if stock > figures.HIGHEST_STOCK:
            raise ValidationError(_("Tồn kho tối đa là 100.000."))
        if stock < self.held:
            raise ValidationError(
                _("Đang giữ %(held)s cho đơn đã đặt, tồn kho không thể thấp hơn."), params={"held": self.held}
            )
        return stock

    @property
    def seen(self) -> Offer:
        return Offer(self.cleaned_data["seen_price"], self.cleaned_data["seen_stock"])

    @property
    def new(self) -> Offer:
        return Offer(self.cleaned_data["price"], self.cleaned_data["stock"])


def grouped(price: int | None) -> str:
    """As people write it: 65000 -> "65.000", in English "65,000"."""
    return "" if price is None else wording.dong(price).removesuffix("₫").strip()


def held_of(product: Product) -> int:
    """Pieces on the shelf that orders hold."""
    record = product.stockrecord
    return (record.num_allocated or 0) if record else 0


def whole(text: str, complaint) -> int:
    """The whole number typed. Raises ValidationError with `complaint`."""
    try:
        return figures.read_whole(text)
    except figures.NotAFigure as trouble:
        raise ValidationError(complaint) from trouble


class ShipForm(forms.Form):
    carrier = forms.CharField(
        label=_("Đơn vị vận chuyển"), max_length=60, required=False, help_text=_("Ví dụ: Viettel Post.")
    )
    tracking = forms.CharField(
        label=_("Mã vận đơn"),
        max_length=60,
        required=False,
        help_text=_("Người mua thấy mã này trên trang theo dõi đơn."),
    )


class ReasonForm(forms.Form):
    """Why: shown to the buyer, or kept with the label."""

    reason = forms.CharField(label=_("Lý do"), min_length=3, max_length=200)


def own_products(producer: Producer):
    """What a lot may be made of."""
    return Product.objects.entries().filter(owner=producer, is_box=False).order_by("title")


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
