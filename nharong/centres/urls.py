"""Addresses of centres; the page of one centre is home's."""

from django.urls import path

from nharong.centres import views

app_name = "centres"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("moi/", views.found_page, name="found"),
    path("<uuid:centre>/cap-nhat/", views.rename_page, name="rename"),
    path("<uuid:centre>/giai-the/", views.close_page, name="close"),
]
