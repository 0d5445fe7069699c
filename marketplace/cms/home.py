"""What an officer finds on opening the desk: how the register stands, and what waits."""

from collections import Counter

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from catalogue.renewal import WORDS
from marketplace.accounts.roles import is_curator
from marketplace.cms import board, scope
from marketplace.cms.filters import STATUSES

WAITING = ("open", "late", "lost")


class DeskPanel(Component):
    """Two queries over the certificates of the scope, one over its producers."""

    name = "desk"
    template_name = "cms/home.html"
    order = 50

    def get_context_data(self, parent_context):
        user, day = parent_context["request"].user, localdate()
        certificates = scope.certificates(user)
        counts = certificates.by_standing(day)
        windows = Counter(between.state for _key, between in board.windows_of(certificates, day))
        listed, waiting = reverse("certificates_desk:index"), reverse("renewals_desk:index")
        return {
            "standings": [(counts[name], word, f"{listed}?status={name}") for name, word in STATUSES.items()],
            "windows": [(windows[state], _(WORDS[state]), waiting) for state in WAITING],
            "keeps_no_pages": not is_curator(user),
            "unverified": scope.producers(user).unverified().count(),
        }
