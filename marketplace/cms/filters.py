"""How an officer narrows a list."""

import django_filters
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from catalogue.models import Certificate, Place, Producer, Product
from catalogue.queries import STATES_IN_FORCE

STARS = [(n, _("%(stars)s sao") % {"stars": n}) for n in (5, 4, 3)]
STATUSES = [
    ("in_force", _("Còn hiệu lực")),
    ("expiring", _("Sắp hết hạn")),
    ("expired", _("Đã hết hạn")),
    ("revoked", _("Đã thu hồi")),
    ("superseded", _("Đã thay thế")),
    ("withdrawn", _("Đã rút")),
]


class CertificateFilters(WagtailFilterSet):
    province = django_filters.ModelChoiceFilter(
        field_name="product__province", queryset=Place.objects.provinces(), label=_("Tỉnh, thành phố")
    )
    stars = django_filters.ChoiceFilter(choices=STARS, label=_("Hạng sao"))
    status = django_filters.ChoiceFilter(choices=STATUSES, method="of_status", label=_("Tình trạng hôm nay"))
    last_day = django_filters.DateFromToRangeFilter(widget=DateRangePickerWidget, label=_("Ngày cuối"))

    class Meta:
        model = Certificate
        fields = ["province", "stars", "status", "last_day"]

    def of_status(self, certificates, name, status):
        """As Certificate.status, on today's day."""
        day = localdate()
        if status in ("in_force", "expiring"):
            return getattr(certificates, status)(day)
        if status == "expired":
            return certificates.filter(state__in=STATES_IN_FORCE, last_day__lt=day)
        return certificates.filter(state=status)


class ProducerFilters(WagtailFilterSet):
    province = django_filters.ModelChoiceFilter(queryset=Place.objects.provinces(), label=_("Tỉnh, thành phố"))
    unverified = django_filters.BooleanFilter(field_name="verified_at", lookup_expr="isnull", label=_("Chưa xác minh"))

    class Meta:
        model = Producer
        fields = ["province", "unverified"]


class ProductFilters(WagtailFilterSet):
    province = django_filters.ModelChoiceFilter(queryset=Place.objects.provinces(), label=_("Tỉnh, thành phố"))

    class Meta:
        model = Product
        fields = ["province", "register_note"]
