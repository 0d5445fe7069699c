from django.urls import path

from marketplace.dashboard import laboratories, laboratory_people

app_name = "laboratories"
urlpatterns = [
    path("", laboratories.index, name="index"),
    path("them/", laboratories.add, name="add"),
    path("<int:pk>/", laboratory_people.laboratory, name="laboratory"),
    path("<int:pk>/sua/", laboratories.edit, name="edit"),
    path("<int:pk>/ngung/", laboratories.close, name="close"),
    path("<int:pk>/mo-lai/", laboratories.reopen, name="reopen"),
    path("<int:pk>/nguoi/<int:person>/rut/", laboratory_people.let_go, name="let-go"),
]
