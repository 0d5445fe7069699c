"""What all lists of the officers' desk share: within the person's scope, in its own words, never edited in place."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from marketplace.cms import scope
from marketplace.cms.choosers import keys_in
from marketplace.cms.words import with_words
from marketplace.spreadsheets import BYTE_ORDER_MARK, plain

ROWS_AT_A_TIME = 2_000
MOST_CHOSEN = 1_000


class DeskMenuItem(MenuItem):
    """Shown to those who keep the register."""

    def is_shown(self, request: HttpRequest) -> bool:
        return scope.has_desk(request.user)


class DeskPaginator(WagtailPaginator):
    """Counts rows, in the reader's language."""

    @property
    def items_count_label(self) -> str:
        return ngettext("%(count)s dòng", "%(count)s dòng", self.count) % {"count": self.count}


class DeskIndex(IndexView):
    """A list within the person's scope; nothing is edited in place. `exported`: column -> (heading, its value)."""

    within = None  # scope.certificates, …
    paginator_class = DeskPaginator
    FORMATS = ("csv",)  # of 20,000 rows a workbook takes a minute, and all of it before the first byte
    exported = {}
    searched = ()  # columns in which words are looked for, whatever their diacritics
    nothing_here = _lazy("Chưa có dòng nào.")

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if self.is_export:
            return self.as_spreadsheet(self.get_queryset(), request.GET["export"])
        return super().get(request, *args, **kwargs)

    def get_base_queryset(self):
        rows = type(self).within(self.request.user)
        chosen = keys_in(self.request.GET.getlist("id"))
        return rows.filter(pk__in=chosen[:MOST_CHOSEN]) if self.is_export and chosen else rows

    def search_queryset(self, rows):
        return with_words(rows, self.searched, self.search_query) if self.is_searching else rows

    @property
    def is_searchable(self):
        return bool(self.searched)

    def get_edit_url(self, instance):
        return None

    def get_delete_url(self, instance):
        return None

    @property
    def no_results_message(self):
        asked = self.is_searching or self.is_filtering
        return _("Không có dòng nào khớp. Thử bớt điều kiện lọc hoặc bớt từ tìm.") if asked else self.nothing_here

    def to_row_dict(self, item) -> dict:
        return {name: plain(value(item)) for name, (_heading, value) in self.exported.items()}

    def get_heading(self, queryset, field: str) -> str:
        return str(self.exported[field][0])

    def write_csv_row(self, writer, row_dict):
        return writer.writerow(row_dict)  # plain texts already

    @cached_property
    def header_more_buttons(self):
        if not self.exported:
            return []
        return [Button(_("Xuất CSV"), url=self.csv_export_url, icon_name="download")]

    def stream_csv(self, queryset) -> Iterator[bytes]:
        yield BYTE_ORDER_MARK.encode()
        yield from super().stream_csv(queryset.iterator(ROWS_AT_A_TIME))


class DeskViewSet(ModelViewSet):
    """A list of the desk with the pages that belong to it."""

    copy_view_enabled = False
    add_to_reference_index = False
    menu_item_class = DeskMenuItem
    exclude_form_fields = []
    list_per_page = 30
    own_paths = ()  # beside the list

    def get_index_view_kwargs(self, **kwargs):
        named = {
            "page_title": self.menu_label,
            "verbose_name_plural": str(self.menu_label).lower(),
            "list_export": list(self.index_view_class.exported),
        }
        return super().get_index_view_kwargs(**named, **kwargs)

    def get_urlpatterns(self):
        lists = [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]
        return [*lists, *self.own_paths]

    def register_admin_url_finder(self):
        """Nothing is edited here, so there is no edit page to find."""
