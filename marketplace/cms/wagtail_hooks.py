"""What the officers' desk and the curators get in Wagtail's admin."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from catalogue.models import Certificate, Producer, Product, RegisterImport
from marketplace.accounts.roles import is_curator
from marketplace.cms import scope
from marketplace.cms.choosers import desk_product_chooser
from marketplace.cms.claims import IpAssetViewSet
from marketplace.cms.desk import Desk
from marketplace.cms.home import DeskPanel
from marketplace.cms.imports import ImportDesk, imports_within
from marketplace.cms.log import ACTIONS, CASCADE
from marketplace.cms.outlets import OutletViewSet
from marketplace.cms.people import CLOSED, REOPENED, UNVERIFIED, VERIFIED
from marketplace.cms.policies import DeskPolicy
from marketplace.cms.products import EDITED
from marketplace.cms.tracing import LIFTED, RECALLED, TracingDesk
from traceability.models import Case, GrowingArea, Lot

WITHIN = {
    Certificate: scope.certificates,
    Product: scope.products,
    Producer: scope.producers,
    RegisterImport: imports_within,
    GrowingArea: scope.growing_areas,
    Case: scope.cases,
    Lot: scope.lots,
}
for model, within in WITHIN.items():
    register_permission_policy(model, DeskPolicy(model, within))


@hooks.register("register_admin_viewset")
def register_desk():
    """The register."""
    return Desk()


@hooks.register("register_admin_viewset")
def register_tracing():
    """Suspected counterfeits, recalls, scans."""
    return TracingDesk()


@hooks.register("register_admin_viewset")
def register_imports():
    """The official lists that were brought in."""
    return ImportDesk()


@hooks.register("register_admin_viewset")
def register_desk_chooser():
    """The window in which an officer picks a product."""
    return desk_product_chooser


@hooks.register("register_admin_viewset")
def register_outlets():
    """Where to buy in person, kept by curators."""
    return OutletViewSet()


@hooks.register("register_admin_viewset")
def register_ip_assets():
    """Protected names, kept by curators."""
    return IpAssetViewSet()


@hooks.register("register_log_actions")
def register_acts(actions):
    """The acts of the register, as Wagtail's log names them."""
    for kind, label in ACTIONS.items():
        actions.register_action(f"ocop.{kind}", label, label)
    actions.register_action(CASCADE, _("Hỏi lại từng nơi"), _("Hỏi lại từng nơi"))
    actions.register_action(VERIFIED, _("Xác minh chủ thể"), _("Xác minh chủ thể"))
    actions.register_action(UNVERIFIED, _("Bỏ xác minh chủ thể"), _("Bỏ xác minh chủ thể"))
    actions.register_action(EDITED, _("Sửa thông tin sản phẩm"), _("Sửa thông tin sản phẩm"))
    actions.register_action(CLOSED, _("Ngừng bán của chủ thể"), _("Ngừng bán của chủ thể"))
    actions.register_action(RECALLED, _("Thu hồi lô"), _("Thu hồi lô"))
    actions.register_action(LIFTED, _("Gỡ lệnh thu hồi"), _("Gỡ lệnh thu hồi"))
    actions.register_action(REOPENED, _("Cho chủ thể bán lại"), _("Cho chủ thể bán lại"))


@hooks.register("insert_global_admin_css")
def desk_css():
    """How the desk's own pieces look."""
    return format_html('<link rel="stylesheet" href="{}">', static("cms/desk.css"))


@hooks.register("construct_homepage_panels")
def open_on_the_register(request, panels):
    """The first page of those who keep the register."""
    if scope.has_desk(request.user):
        panels.append(DeskPanel())


@hooks.register("construct_main_menu")
def hide_what_officers_have_not(request, items):
    """Wagtail's reports and help are not there for those who only keep the register."""
    if not is_curator(request.user):
        items[:] = [item for item in items if item.name not in ("reports", "help")]
