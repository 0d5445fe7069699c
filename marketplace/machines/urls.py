"""What machines read; outside the languages."""

from django.urls import path

from marketplace.machines import feeds, views

app_name = "machines"
urlpatterns = [
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap-<slug:name>-<int:number>.xml", views.sitemap_part, name="sitemap-part"),
    path("robots.txt", views.robots, name="robots"),
    path("feed/google.xml", feeds.shopping, name="shopping-feed"),
    path(".well-known/ocop-keys.json", views.signing_keys, name="signing-keys"),
]
