"""Pages that join several apps."""

from django.conf import settings
from django.urls import path, re_path

from marketplace.pages import lot, lot_photos, producer, province, share_picture, yearbook

app_name = "pages"
urlpatterns = [
    path("nha-san-xuat/<slug:slug>/", producer.producer_detail, name="producer"),
    path("tinh/<slug:slug>/", province.province_detail, name="province"),
    path("tinh/<slug:slug>/ky-yeu.pdf", yearbook.yearbook, name="yearbook"),
    path("tinh/<slug:slug>/mau.css", province.province_colours, name="province-colours"),
    path("lo-hang/<int:pk>/", lot.lot_detail, name="lot"),
    re_path(r"^lo-hang/(?P<pk>[0-9]{1,9})/anh/(?P<digest>[0-9a-f]{64})\.webp$", lot_photos.photo, name="lot-photo"),
    path("anh-chia-se/<int:pk>-<slug:digest>.jpg", share_picture.share_picture, name="share-picture"),
]

if settings.DEBUG:
    from marketplace.pages import components

    urlpatterns += [path("components/", components.components, name="components")]
