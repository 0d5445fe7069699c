"""The producer's workspace."""

from django.urls import path

from marketplace.producers.views import claims, labels, parcels, pictures, products, renewals, stock, today

app_name = "workspace"
urlpatterns = [
    path("", today.today, name="today"),
    path("chon-co-so/", today.switch, name="switch"),
    path("don-hang/", parcels.parcel_list, name="parcels"),
    path("don-hang/<int:pk>/", parcels.parcel_detail, name="parcel"),
    path("don-hang/<int:pk>/nhan/", parcels.accept, name="parcel-accept"),
    path("don-hang/<int:pk>/dong-goi/", parcels.pack, name="parcel-pack"),
    path("don-hang/<int:pk>/gui/", parcels.ship, name="parcel-ship"),
    path("don-hang/<int:pk>/da-giao/", parcels.deliver, name="parcel-deliver"),
    path("don-hang/<int:pk>/tu-choi/", parcels.reject, name="parcel-reject"),
    path("san-pham/", products.product_list, name="products"),
    path("san-pham/them/", products.product_add, name="product-add"),
    path("san-pham/<int:pk>/", products.product_edit, name="product"),
    path("san-pham/<int:pk>/anh/", pictures.picture_list, name="pictures"),
    path("san-pham/anh/<int:pk>/doi-cho/", pictures.picture_move, name="picture-move"),
    path("san-pham/anh/<int:pk>/loi-ta/", pictures.picture_describe, name="picture-describe"),
    path("san-pham/anh/<int:pk>/go/", pictures.picture_remove, name="picture-remove"),
    path("chung-nhan-chat-luong/", claims.claim_list, name="claims"),
    path("chung-nhan-chat-luong/them/", claims.claim_add, name="claim-add"),
    path("chung-nhan-chat-luong/<int:pk>/", claims.claim_edit, name="claim"),
    path("chung-nhan-chat-luong/<int:pk>/go/", claims.claim_remove, name="claim-remove"),
    path("kho/", stock.stock_table, name="stock"),
    path("kho/hoan-tac/", stock.undo, name="stock-undo"),
    path("danh-gia-lai/", renewals.board, name="renewals"),
    path("tem/", labels.labels_room, name="labels"),
    path("tem/lo/them/", labels.lot_add, name="lot-add"),
    path("tem/lo/<int:pk>/", labels.lot_detail, name="lot"),
    path("tem/lo/<int:pk>/buoc/", labels.step_add, name="lot-step"),
    path("tem/lo/<int:pk>/tao-tem/", labels.labels_generate, name="lot-labels"),
    path("tem/lo/<int:pk>/thu-hoi/", labels.lot_recall, name="lot-recall"),
    path("tem/to/<int:pk>/in/", labels.sheet_print, name="sheet-print"),
    path("tem/to/<int:pk>/kich-hoat/", labels.sheet_activate, name="sheet-activate"),
    path("tem/ma/<int:pk>/huy/", labels.label_void, name="label-void"),
]
