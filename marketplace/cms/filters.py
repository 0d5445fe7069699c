"""How an officer narrows a list, and the counts that stand above it."""

from typing import NamedTuple

import django_filters
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from catalogue import renewal, wording
from catalogue.models import Certificate, Place, Producer, Product
from marketplace.cms import scope

STARS = [(n, _("%(stars)s sao") % {"stars": n}) for n in (5, 4, 3)]
STATUSES = {  # what the register says, and the one act that it does not tell visitors
    **{word: _(state.word) for word, state in wording.STATES.items()},
    "in_renewal": Certificate.State.IN_RENEWAL.label,
}
WINDOWS = [(word, _(renewal.WORDS[word])) for word in ("open", "late")]


class OwnProvinces(WagtailFilterSet):
    """A list of an office: one that looks after a single province is not asked which."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if scope.province_of(self.request.user):
            del self.filters["province"]


class CertificateFilters(OwnProvinces):
    province = django_filters.ModelChoiceFilter(
        field_name="product__province", queryset=Place.objects.provinces(), label=_("Tỉnh, thành phố")
    )
    former = django_filters.ModelChoiceFilter(
        queryset=lambda request: scope.former_provinces(request.user),
        method="of_former",
        label=_("Tỉnh trước 1/7/2025"),
    )
    stars = django_filters.ChoiceFilter(choices=STARS, label=_("Hạng sao"))
    status = django_filters.ChoiceFilter(
        choices=list(STATUSES.items()), method="of_status", label=_("Tình trạng hôm nay")
    )
    window = django_filters.ChoiceFilter(choices=WINDOWS, method="of_window", label=_("Cửa nộp hồ sơ đánh giá lại"))
    last_day = django_filters.DateFromToRangeFilter(widget=DateRangePickerWidget, label=_("Ngày cuối"))
    decision_number = django_filters.CharFilter(lookup_expr="icontains", label=_("Số quyết định"))

    class Meta:
        model = Certificate
        fields = ["province", "former", "stars", "status", "window", "last_day", "decision_number"]

    def of_status(self, certificates, name, status):
        return certificates.standing(status, localdate())

    def of_window(self, certificates, name, word):
        return certificates.in_renewal_window(word, localdate())

    def of_former(self, certificates, name, place):
        return certificates.from_former(place.pk)


class ProducerFilters(OwnProvinces):
    province = django_filters.ModelChoiceFilter(queryset=Place.objects.provinces(), label=_("Tỉnh, thành phố"))
    unverified = django_filters.BooleanFilter(field_name="verified_at", lookup_expr="isnull", label=_("Chưa xác minh"))

    class Meta:
        model = Producer
        fields = ["province", "unverified"]


class ProductFilters(OwnProvinces):
    province = django_filters.ModelChoiceFilter(queryset=Place.objects.provinces(), label=_("Tỉnh, thành phố"))
    register_note = django_filters.ChoiceFilter(choices=Product.RegisterNote.choices, label=_("Ghi chú của sổ"))
    suspended = django_filters.BooleanFilter(
        field_name="sale_suspended_at", lookup_expr="isnull", exclude=True, label=_("Đang bị tạm ngừng bán")
    )

    class Meta:
        model = Product
        fields = ["province", "register_note", "suspended"]


class Standing(NamedTuple):
    """One card above the list: a word, how many, their share in percent, where they are listed."""

    word: str
    count: int
    share: int
    query: str
    is_chosen: bool


def standings(view) -> list[Standing]:
    """How many stand how today, with every filter of the list but that one. One query."""
    asked = view.request.GET.copy()
    chosen = asked.pop("status", [""])[-1]
    for name in ("p", "_w_filter_fragment", "export"):
        asked.pop(name, None)
    others, rows = view.filterset_class(asked, request=view.request), view.get_base_queryset()
    rows = view.search_queryset(others.filter_queryset(rows) if others.is_valid() else rows)
    counts = rows.by_standing(localdate())
    most = max(counts.values()) or 1
    return [
        Standing(word, counts[name], round(100 * counts[name] / most), _query(asked, name, chosen), name == chosen)
        for name, word in STATUSES.items()
        if counts[name] or name in ("in_force", "expiring", "expired", "revoked")
    ]


def _query(asked, name: str, chosen: str) -> str:
    """The list's address with this word chosen, or given up when it is the chosen one."""
    query = asked.copy()
    if name != chosen:
        query["status"] = name
    return "?" + query.urlencode()
