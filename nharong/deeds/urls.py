"""/nhat-ky/"""

from django.urls import path

from nharong.deeds import views

app_name = "deeds"
urlpatterns = [
    path("", views.list_deeds, name="list"),
    path("xem/", views.list_readings, name="readings"),
    path("<uuid:uid>/", views.show_deed, name="deed"),
    path("<uuid:uid>/huy/", views.undo_deed, name="undo"),
]
