"""What Wagtail's own base template asks of a page of the desk, and who may open one."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.models import Certificate
from marketplace.accounts.models import Office, User
from marketplace.accounts.roles import office_of
from marketplace.cms import scope

SHOW_OR_SEND = ["GET", "HEAD", "POST"]


def own_certificate(request: HttpRequest, pk: int) -> Certificate:
    """The certificate within the person's scope; any other is 404."""
    need_desk(request)
    return get_object_or_404(scope.certificates(request.user), pk=pk)


def need_desk(request: HttpRequest) -> None:
    """Raises PermissionDenied for those who do not keep the register."""
    if not scope.has_desk(request.user):
        raise PermissionDenied(_("Trang này dành cho cán bộ quản lý sổ chứng nhận."))


def authority_of(user: User) -> str:
    """Who speaks when this officer does, in Vietnamese as the log keeps it; "" for people of no office."""
    office = office_of(user)
    if office is None:
        return ""
    if office.level == Office.Level.MINISTRY:
        return "Bộ Nông nghiệp và Môi trường"
    return f"Cơ quan quản lý {office.province.name}"


def need_authority(request: HttpRequest) -> str:
    """As authority_of. Raises PermissionDenied for people of no office: an admin is no authority."""
    if authority := authority_of(request.user):
        return authority
    raise PermissionDenied(_("Chỉ cán bộ của một cơ quan quản lý mới làm được việc này."))


def framed(title: str, held: Certificate | None = None) -> dict:
    """Title, icon and the way back."""
    trail = [
        {"url": reverse("wagtailadmin_home"), "label": _("Trang đầu")},
        {"url": reverse("certificates_desk:index"), "label": _("Giấy chứng nhận")},
    ]
    if held:
        trail.append({"url": reverse("certificates_desk:inspect", args=[held.pk]), "label": held.public_id})
    return {
        "header_title": title,
        "header_icon": "form",
        "breadcrumbs_items": [*trail, {"url": "", "label": title}],
    }
