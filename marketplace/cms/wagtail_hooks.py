"""What the officers' desk and the curators get in Wagtail's admin."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from catalogue.models import Certificate, Producer, Product, RegisterImport
from marketplace.cms.choosers import desk_product_chooser
from marketplace.cms.desk import Desk
from marketplace.cms.imports import ImportDesk
from marketplace.cms.log import ACTIONS
from marketplace.cms.outlets import OutletViewSet
from marketplace.cms.policies import DeskPolicy

for model in (Certificate, Product, Producer, RegisterImport):
    register_permission_policy(model, DeskPolicy(model))


@hooks.register("register_admin_viewset")
def register_desk():
    """The register."""
    return Desk()


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


@hooks.register("register_log_actions")
def register_acts(actions):
    """The acts of the register, as Wagtail's log names them."""
    for kind, label in ACTIONS.items():
        actions.register_action(f"ocop.{kind}", label, label)
