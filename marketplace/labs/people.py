"""Who may be let write for a laboratory, and how they learn where to."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from marketplace.accounts.models import User
from marketplace.accounts.roles import is_staff
from marketplace.notifications.services import enqueue_mail
from traceability import laboratories
from traceability.models import DeskAct, Laboratory


class NoSuchAccount(Exception):
    """No account in use has this as an e-mail address that was confirmed."""


class WorksAtADesk(Exception):
    """Operators, officers and curators speak for the platform or an authority, never for a laboratory."""


@transaction.atomic
def invite(laboratory: Laboratory, email: str, *, by: User) -> DeskAct:
    """Let the person of a confirmed address write for a laboratory, and tell them where.

    Raises NoSuchAccount, WorksAtADesk, and what laboratories.let_in raises.
    """
    held = EmailAddress.objects.filter(email__iexact=email, verified=True, user__is_active=True)
    if (address := held.select_related("user").first()) is None:
        raise NoSuchAccount
    person = address.user
    if is_staff(person) or person.is_staff:
        raise WorksAtADesk
    act = laboratories.let_in(laboratory, person, by=by)
    _tell(act, person, address.email)
    return act


def _tell(act: DeskAct, person: User, to: str) -> None:
    language = person.language or settings.LANGUAGE_CODE
    with override(language):
        context = {"laboratory": act.laboratory, "url": settings.SITE_URL + reverse("lab:index")}
    enqueue_mail("lab_joined", key=f"lab_joined:{act.pk}", to=to, language=language, context=context)
