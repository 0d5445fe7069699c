"""Who works at the operator's desk."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from marketplace.accounts.roles import is_operator


def operators_only(view):
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if not is_operator(request.user):
            raise PermissionDenied(_("Chỉ người vận hành sàn mở được trang này."))
        return view(request, *args, **kwargs)

    return wrapped
