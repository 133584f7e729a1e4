"""Addresses of the first page and of the pages that mix nouns."""

from django.urls import path

from nharong.home import centre, views

app_name = "home"
urlpatterns = [
    path("", views.today_view, name="today"),
    path("trung-tam/<uuid:centre>/", centre.centre_page, name="centre"),
]
