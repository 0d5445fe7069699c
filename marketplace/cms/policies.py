from wagtail.permission_policies import BasePermissionPolicy

from marketplace.cms import scope


class DeskPolicy(BasePermissionPolicy):
    """Officers look, and act through the desk's own pages; Wagtail's edit and delete do not exist here."""

    def user_has_permission(self, user, action):
        return action in ("view", "add") and scope.has_desk(user)

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_permission(user, action)
