"""What the editors' desk offers beyond pages."""

from wagtail import hooks

from stories.choosers import product_chooser


@hooks.register("register_admin_viewset")
def register_product_chooser():
    """The window in which a product is picked."""
    return product_chooser
