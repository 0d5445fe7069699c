"""The list of certificates: how many stand how today, each with what is true of it, and what may be done to many."""

from django.urls import path, reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from catalogue import wording
from catalogue.models import Certificate
from marketplace.cms import bulk, decision_views, filters, scope, views
from marketplace.cms.acts import ACTS
from marketplace.cms.lists import DeskIndex, DeskViewSet


def status_today(certificate: Certificate) -> str:
    """The word for a certificate on today's day; that it is being re-assessed is said besides."""
    word = wording.word_of(wording.status_of(certificate, localdate()))
    renewing = certificate.state == Certificate.State.IN_RENEWAL and certificate.is_in_force(localdate())
    return f"{word} · {_('đang đánh giá lại')}" if renewing else word


def last_day(certificate: Certificate) -> str:
    """The day itself: Wagtail's own column tells ages, and a day to come as "just now"."""
    return wording.short_day(certificate.until)


class ChosenColumn(Column):
    """A box to tick, read out with the row's title."""

    cell_template_name = "cms/chosen_cell.html"


EXPORTED = {
    "public_id": (_("Mã trong sổ"), lambda one: one.public_id),
    "number": (_("Số giấy chứng nhận"), lambda one: one.number),
    "product_code": (_("Mã sản phẩm"), lambda one: one.product_code),
    "product": (_("Sản phẩm"), lambda one: one.product.title),
    "owner": (_("Chủ thể"), lambda one: one.product.owner),
    "province": (_("Tỉnh, thành phố"), lambda one: one.product.province),
    "stars": (_("Hạng sao"), lambda one: one.stars),
    "status": (_("Tình trạng hôm nay"), status_today),
    "issued_on": (_("Ngày cấp"), lambda one: one.issued_on.isoformat()),
    "last_day": (_("Ngày cuối"), lambda one: one.until.isoformat()),
    "decision_number": (_("Quyết định"), lambda one: one.decision_number),
    "decision_date": (_("Ngày quyết định"), lambda one: one.decision_date),
    "issuer": (_("Cơ quan cấp, như in"), lambda one: one.issuer_as_printed),
    "rule_version": (_("Bộ tiêu chí"), lambda one: one.rule_version),
}


class CertificateIndex(DeskIndex):
    within = scope.certificates
    exported = EXPORTED
    searched = (
        "public_id",
        "number",
        "product_code",
        "decision_number",
        "product__title",
        "product__owner__name",
        "product_name_as_printed",
        "producer_as_printed",
    )
    export_filename = "giay-chung-nhan"
    inspect_url_name = "certificates_desk:inspect"
    default_ordering = "last_day"
    results_template_name = "cms/certificates_results.html"
    nothing_here = _("Chưa có giấy chứng nhận nào trong phạm vi của bạn.")

    def order_queryset(self, rows):
        return super().order_queryset(rows).order_by(*[name for name in (self.ordering, "pk") if name])

    @property
    def header_buttons(self):
        one, many = (reverse(f"certificates_desk:{name}") for name in ("add", "decision"))
        return [
            HeaderButton(_("Đăng ký quyết định"), url=many, icon_name="plus"),
            HeaderButton(_("Đăng ký một giấy"), url=one, icon_name="plus"),
        ]

    def get_context_data(self, *args, **kwargs):
        given = super().get_context_data(*args, **kwargs)
        return given | {"standings": filters.standings(self), "bulk_acts": bulk.menu()}


class CertificateDesk(DeskViewSet):
    model = Certificate
    name = "certificates_desk"
    url_prefix = "chung-nhan"
    icon = "form"
    menu_label = _("Giấy chứng nhận")
    index_view_class = CertificateIndex
    inspect_view_enabled = True
    filterset_class = filters.CertificateFilters
    list_display = [
        ChosenColumn("chosen", label=_("Chọn"), accessor="pk"),
        TitleColumn("public_id", label=_("Mã"), url_name="certificates_desk:inspect", sort_key="public_id"),
        Column("product", label=_("Sản phẩm"), sort_key="product__title"),
        Column("owner", label=_("Chủ thể"), accessor="product.owner", sort_key="product__owner__name"),
        Column("province", label=_("Tỉnh"), accessor="product.province.short_name"),
        Column("stars", label=_("Sao"), sort_key="stars"),
        Column("status", label=_("Hôm nay"), accessor=status_today),
        Column("last_day", label=_("Ngày cuối"), accessor=last_day, sort_key="last_day"),
        Column("decision_number", label=_("Quyết định"), sort_key="decision_number"),
    ]
    own_paths = (
        path("dang-ky/", views.register, name="add"),
        path("quyet-dinh/", decision_views.decision, name="decision"),
        path("nhieu/<slug:name>/", bulk.act_on_many, name="bulk"),
        path("<int:pk>/", views.certificate, name="inspect"),
        path("<int:pk>/ban-quet/", views.attach, name="attach"),
        *(path(f"<int:pk>/{act.slug}/", views.act, {"name": act.name}, name=act.name) for act in ACTS.values()),
    )
