from django.urls import path

from marketplace.labs import views

app_name = "lab"
urlpatterns = [
    path("", views.lot_list, name="index"),
    path("lo/<int:pk>/", views.lot_detail, name="lot"),
    path("ket-qua/<int:pk>/bao-sai/", views.withdraw, name="withdraw"),
    path("phieu/<int:pk>/", views.report, name="report"),
]
