from django.urls import path

from marketplace.dashboard import reviews

app_name = "buyer-reviews"
urlpatterns = [
    path("", reviews.index, name="index"),
    path("<int:pk>/", reviews.review, name="review"),
]
