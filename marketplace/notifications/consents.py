"""What people agreed to, by purpose, and the links by which they change their mind."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from marketplace.notifications.models import Consent

NEWS, REMINDERS = "news", "reminders"
VERSION = "2026-11"  # of the texts below; a changed text needs a new one
TEXTS = {
    NEWS: gettext_lazy(
        "Tôi đồng ý nhận thư của Chợ OCOP về mùa vụ, sản phẩm mới và ưu đãi. Tôi có thể ngừng bất cứ lúc nào."
    ),
    REMINDERS: gettext_lazy("Thư nhắc việc cho nhà sản xuất, như giấy chứng nhận sắp hết hạn."),
}
ASKED_FOR = {NEWS}  # needs a yes; the others are sent until a no
SALT = "notifications.consent"


def may_write(purpose: str, address: str) -> bool:
    """Whether a message of `purpose` may go to `address`; what is about an order or an account ("") always may."""
    if not purpose:
        return True
    last = Consent.objects.latest_of(purpose, address)
    return last.is_given if last else purpose not in ASKED_FOR


def record(purpose: str, address: str, *, is_given: bool, language: str, source: str) -> Consent:
    """Keep a yes or a no, with the text that stood there; the same twice in a row is kept once."""
    last = Consent.objects.latest_of(purpose, address)
    if last and last.is_given == is_given and (not is_given or last.text_version == VERSION):
        return last
    with override(language):
        text = str(TEXTS[purpose])
    return Consent.objects.create(
        purpose=purpose,
        address=address.lower(),
        is_given=is_given,
        text=text,
        text_version=VERSION,
        language=language,
        source=source,
    )


def link(purpose: str, address: str, *, language: str, yes: bool = False) -> str:
    """The page, with its host, on which `address` says yes or no; whoever holds the link reads that mailbox."""
    token = signing.dumps({"purpose": purpose, "address": address, "yes": yes}, salt=SALT)
    with override(language):
        return settings.SITE_URL + reverse("notifications:settle", args=[token])


def read(token: str) -> dict | None:
    """What a link says, or None for one that is not ours. Links do not run out: stopping must always work."""
    try:
        told = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return told if told.get("purpose") in TEXTS else None


def stop_line(url: str) -> str:
    """The line at the end of a message that is not about an order."""
    return _("Không muốn nhận loại thư này nữa") + f":\n{url}"
