"""Protected names (tài sản trí tuệ) as the trade centre's curators keep them. The product page says that they do."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSet

from catalogue.models import IpAsset, Product


class ProductsField(forms.ModelMultipleChoiceField):
    """Products by name and maker: many bear one name."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value):
        """A number too long to be a key is no product, and nothing to ask a database about."""
        unfit = next((key for key in value or () if not (key.isascii() and key.isdigit() and len(key) < 10)), None)
        if unfit is not None:
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": unfit[:20]}
            )
        return super().clean(value)

    def label_from_instance(self, product: Product) -> str:
        return f"{product.title} · {product.owner.name}" if product.owner else product.title


class IpAssetForm(WagtailAdminModelForm):
    """A protected name as its title says, and the products of its province that bear it."""

    products = ProductsField(label=_("Sản phẩm mang tên này"), queryset=Product.objects.none(), required=False)

    class Meta(WagtailAdminModelForm.Meta):
        model = IpAsset
        fields = [
            "kind",
            "name",
            "number",
            "holder",
            "province",
            "registered_on",
            "valid_until",
            "source_url",
            "is_illustration",
            "products",
        ]
        labels = {
            "kind": _("Loại"),
            "name": _("Tên được bảo hộ"),
            "number": _("Số văn bằng"),
            "holder": _("Chủ sở hữu, tổ chức quản lý"),
            "province": _("Tỉnh, thành phố"),
            "registered_on": _("Ngày đăng ký"),
            "valid_until": _("Ngày cuối cùng được bảo hộ"),
            "source_url": _("Nguồn công bố"),
            "is_illustration": _("Chỉ để minh họa"),
        }
        help_texts = {"valid_until": _("Để trống khi văn bằng không có thời hạn (chỉ dẫn địa lý).")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["province"].queryset = self.fields["province"].queryset.provinces()
        province = self.instance.province_id
        if not province:
            self.fields["province"].help_text = _("Chọn tỉnh rồi lưu: sau đó mới chọn được sản phẩm của tỉnh.")
            del self.fields["products"]
            return
        held = Product.objects.public().of_place(province).select_related("owner").order_by("title", "pk")
        self.fields["products"].queryset = held


class IpAssetMenuItem(MenuItem):
    """Shown to those who may change protected names."""

    def is_shown(self, request):
        return request.user.has_perm("catalogue.change_ipasset")


class IpAssetViewSet(ModelViewSet):
    """Geographical indications, collective and certification marks."""

    model = IpAsset
    name = "ip_assets"
    url_prefix = "so-huu-tri-tue"
    icon = "snippet"
    menu_label = _("Sở hữu trí tuệ")
    menu_order = 165
    add_to_admin_menu = True
    menu_item_class = IpAssetMenuItem
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = ["name", "kind", "number", "holder", "province", "valid_until"]
    list_filter = ["kind", "province"]
    search_fields = ["name", "number", "holder"]
    form_fields = IpAssetForm.Meta.fields

    def get_form_class(self, for_update=False):
        return IpAssetForm
