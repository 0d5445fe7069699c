from django.urls import path

from marketplace.dashboard import queue_acts, queue_views

app_name = "queues"
urlpatterns = [
    path("", queue_views.index, name="index"),
    path("nhat-ky/", queue_views.acts, name="acts"),
    path("doi-soat/", queue_views.reconciliation, name="reconciliation"),
    path("sao-ke/", queue_acts.statement, name="statement"),
    path("giao-dich/<int:pk>/", queue_acts.transaction, name="transaction"),
    path("y-kien/<int:pk>/", queue_acts.decide, name="decide"),
    path("lan-tra/<int:pk>/ket-thuc/", queue_acts.end, name="end"),
    path("hoan/<int:pk>/", queue_acts.refund, name="refund"),
    path("khieu-nai/<int:pk>/", queue_acts.dispute, name="dispute"),
    path("lech/<int:pk>/", queue_acts.difference, name="difference"),
    path("<slug:slug>/", queue_views.queue, name="queue"),
]
