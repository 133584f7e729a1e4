"""Pages of the frame itself: the gallery of components, the language, the look."""

from django.urls import path

from nharong.ui import views

app_name = "ui"
urlpatterns = [
    path("giao-dien/", views.gallery, name="gallery"),
    path("ngon-ngu/", views.language, name="language"),
    path("giao-dien/nen/", views.look, name="look"),
]
