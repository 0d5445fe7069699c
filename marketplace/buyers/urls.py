"""The visitor's own pages; allauth's stand beside them under the same path."""

from django.urls import path

from marketplace.buyers.views import addresses, home, invoices, notices, orders, personal_data, reviews, wishes

app_name = "account"
urlpatterns = [
    path("", home.index, name="index"),
    path("don-hang/", home.order_list, name="orders"),
    path("don-hang/them/", orders.find, name="order-find"),
    path("don-hang/giu/", orders.keep_all, name="orders-keep"),
    path("don-hang/<str:number>/giu/", orders.keep, name="order-keep"),
    path("don-hang/<str:number>/mua-lai/", orders.again, name="order-again"),
    path("don-hang/<str:number>/luu-dia-chi/", orders.keep_address, name="order-address"),
    path("don-hang/<str:number>/xac-nhan.pdf", invoices.confirmation, name="order-paper"),
    path("don-hang/<str:number>/hoa-don/", invoices.ask, name="order-invoice"),
    path("don-hang/<str:number>/hoa-don-<int:position>.pdf", invoices.file, name="invoice-file"),
    path("don-hang/<str:number>/danh-gia/<int:pk>/", reviews.write, name="review"),
    path("danh-gia/<int:pk>/bao-cao/", reviews.report, name="review-report"),
    path("dia-chi/", addresses.address_list, name="addresses"),
    path("dia-chi/them/", addresses.add, name="address-add"),
    path("dia-chi/<int:pk>/", addresses.edit, name="address"),
    path("dia-chi/<int:pk>/mac-dinh/", addresses.make_default, name="address-default"),
    path("dia-chi/<int:pk>/xoa/", addresses.remove, name="address-remove"),
    path("yeu-thich/", wishes.wish_list, name="wishes"),
    path("yeu-thich/<int:pk>/luu/", wishes.save, name="wish-save"),
    path("yeu-thich/<int:pk>/luu-that/", wishes.save_confirmed, name="wish-save-confirmed"),
    path("yeu-thich/<int:pk>/bo/", wishes.remove, name="wish-remove"),
    path("bao-co-hang/<int:pk>/", notices.ask, name="stock-notice"),
    path("bao-co-hang/xac-nhan/<str:token>/", notices.confirm, name="stock-notice-confirm"),
    path("bao-co-hang/thoi/<str:token>/", notices.stop, name="stock-notice-stop"),
    path("thong-tin/", home.details, name="details"),
    path("du-lieu/", personal_data.page, name="personal-data"),
    path("du-lieu/tai-ve/", personal_data.export, name="personal-data-export"),
    path("du-lieu/xoa/", personal_data.erase, name="erase"),
]
