"""All URLs; the only place that knows every app."""

from django.apps import apps
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.http import Http404
from django.urls import include, path, re_path, reverse_lazy
from django.views.defaults import page_not_found
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from marketplace.accounts.views import to_login
from marketplace.api.routes import api
from marketplace.buyers.views.reviews import review_list
from marketplace.dashboard import lookup
from marketplace.machines.feeds import newest
from marketplace.pages.home import home
from marketplace.pages.product import product_detail
from search.register import certificate_list
from search.views import product_list

catalogue_urls = (
    [
        path("", product_list, name="index"),
        path("feed/", newest, name="feed"),
        re_path(r"^(?P<product_slug>[\w-]*)_(?P<pk>[0-9]{1,9})/$", product_detail, name="detail"),
        re_path(r"^(?P<product_slug>[\w-]*)_(?P<pk>[0-9]{1,9})/danh-gia/$", review_list, name="reviews"),
        re_path(
            r"^nhom/(?P<category_slug>[\w-]+(/[\w-]+)*)_(?P<pk>\d+)/$",
            RedirectView.as_view(url=reverse_lazy("catalogue:index")),
            name="category",
        ),
    ],
    "catalogue",
)

certificate_urls = ([path("", certificate_list, name="list"), path("", include("catalogue.urls"))], "certificates")

urlpatterns = [
    path("", include("marketplace.pages.scan_urls")),
    path("", include("marketplace.machines.urls")),
    path("api/v1/", api.urls),
    path("webhooks/", include("marketplace.payment.urls")),
    path("ngon-ngu/", include("django.conf.urls.i18n")),
    path("cms/login/", to_login, {"desk": "/cms/"}),
    path("quan-tri/login/", to_login, {"desk": "/quan-tri/"}),
    path("django-admin/login/", to_login, {"desk": "/django-admin/"}),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("quan-tri/danh-gia/", include("marketplace.dashboard.review_urls")),
    re_path(r"^quan-tri/(?:reviews|users/alerts)/", page_not_found, {"exception": Http404()}),  # Oscar's own, unused
    path("quan-tri/ngung-ban/", include("marketplace.dashboard.sale_urls")),
    path("quan-tri/chi-tra/", include("marketplace.dashboard.payout_urls")),
    path("quan-tri/tien/", include("marketplace.dashboard.money_urls")),
    path("quan-tri/thu-di/", include("marketplace.dashboard.outbox_urls")),
    path("quan-tri/ma-giam-gia/", include("marketplace.dashboard.voucher_urls")),
    path("quan-tri/ty-le/", include("marketplace.dashboard.rate_urls")),
    path("quan-tri/ma-cu/", include("marketplace.dashboard.old_code_urls")),
    path("quan-tri/ma-gs1/", include("marketplace.dashboard.gs1_prefix_urls")),
    path("quan-tri/phong-kiem-nghiem/", include("marketplace.dashboard.laboratory_urls")),
    path("quan-tri/hang-doi/", include("marketplace.dashboard.queue_urls")),
    path("quan-tri/catalogue/product-lookup/", lookup.products),
    path("quan-tri/", apps.get_app_config("dashboard").urls),
]

if settings.DEBUG:
    from django.conf.urls.static import static

    urlpatterns += [re_path(r"^media/(?:certificates|imports|private)/", page_not_found, {"exception": Http404()})]
    urlpatterns += [path("django-admin/", admin.site.urls)]
    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)

urlpatterns += i18n_patterns(
    path("", home, name="home"),
    path("", include("marketplace.pages.urls")),
    path("bao-hang-gia/", include("marketplace.pages.report_urls")),
    path("san-pham/", include(catalogue_urls)),
    path("chung-nhan/", include(certificate_urls)),
    path("tim-kiem/", include("search.urls")),
    path("", include("outlets.urls")),
    path("gio-hang/", include("marketplace.basket.urls")),
    path("thanh-toan/", include("marketplace.checkout.urls")),
    path("nhan-tin/", include("marketplace.notifications.urls")),
    path("don-hang/", include("marketplace.order.urls")),
    path("kenh-nha-san-xuat/", include("marketplace.producers.urls")),
    path("phong-kiem-nghiem/", include("marketplace.labs.urls")),
    path("tai-khoan/", include("marketplace.buyers.urls")),
    path("tai-khoan/", include("allauth.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
