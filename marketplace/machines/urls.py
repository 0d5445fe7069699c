"""What machines read; outside the languages."""

from django.urls import path, re_path

from marketplace.machines import evidence, feeds, trace, views, vocabulary

app_name = "machines"
urlpatterns = [
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap-<slug:name>-<int:number>.xml", views.sitemap_part, name="sitemap-part"),
    path("robots.txt", views.robots, name="robots"),
    path("feed/google.xml", feeds.shopping, name="shopping-feed"),
    path(".well-known/ocop-keys.json", views.signing_keys, name="signing-keys"),
    re_path(r"^\.well-known/trace-log/(?P<day>\d{4}-\d{2}-\d{2})\.json$", trace.trace_log, name="trace-log"),
    path("epcis/events", trace.events, name="epcis-events"),
    path("ns/trace", vocabulary.vocabulary, name="vocabulary"),
    path("epcis/evidence/<int:pk>", evidence.evidence, name="evidence"),
    path("epcis/lots/<int:pk>", trace.lot, name="epcis-lot"),
    path("epcis/lots/<int:pk>.json", trace.lot_document_answer, name="epcis-lot-document"),
]
