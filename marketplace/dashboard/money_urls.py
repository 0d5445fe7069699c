from django.urls import path

from marketplace.dashboard import money

app_name = "money"
urlpatterns = [
    path("", money.index, name="index"),
    path("kien/<int:pk>/mon/", money.pieces, name="pieces"),
    path("kien/<int:pk>/buoc/", money.step, name="step"),
    path("kien/<int:pk>/thu-ho/", money.remitted, name="remitted"),
    path("tra-hang/<int:pk>/", money.answer, name="answer"),
    path("tra-hang/anh/<int:pk>/", money.photo, name="photo"),
    path("<str:number>/", money.order, name="order"),
    path("<str:number>/bu/", money.goodwill, name="goodwill"),
]
