from wagtail.permission_policies import BasePermissionPolicy

from marketplace.cms import scope


class DeskPolicy(BasePermissionPolicy):
    """Officers look at what lies in their scope, and act through the desk's own pages; Wagtail's edit and delete do
    not exist here. `within` gives the rows of a person."""

    def __init__(self, model, within):
        super().__init__(model)
        self.within = within

    def user_has_permission(self, user, action):
        return action in ("view", "add") and scope.has_desk(user)

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_permission(user, action) and self.within(user).contains(instance)

    def instances_user_has_any_permission_for(self, user, actions):
        return self.within(user) if self.user_has_any_permission(user, actions) else self.model.objects.none()
