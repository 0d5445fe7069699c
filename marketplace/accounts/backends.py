"""Who may sign in with what they typed."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser

from marketplace.accounts.models import User


class EmailOrPhone(AuthenticationBackend):
    """allauth's, for phones that several accounts may give.

    No text message proves a number here, so a number belongs to nobody: were it unique, whoever types it first would
    shut its owner out, and "already taken" would tell who has an account. The password decides which account it is.
    """

    def _authenticate_by_phone(self, phone: str, password: str) -> AbstractBaseUser | None:
        found = (self._check_password(user, password) for user in User.objects.reachable_by(phone))
        return next((user for user in found if user), None)
